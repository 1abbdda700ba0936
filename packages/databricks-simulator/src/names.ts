/** Whether something that is not configured exists: all does, unless its ID or name contains this. */
export function existsByDefault(name: string): boolean {
  return !name.includes('missing');
}

/** The last segment of a path, as it was sent, and decoded unless an escape is broken. */
export function lastSegment({ pathname }: URL): {
  sent: string;
  decoded?: string;
} {
  const sent = pathname.split('/').pop()!;
  try {
    return { sent, decoded: decodeURIComponent(sent) };
  } catch {
    return { sent };
  }
}
