/** A key of a definition, where something is entered for it. */
export function filled(key: string, value: string): Record<string, string> {
  const trimmed = value.trim();
  return trimmed ? { [key]: trimmed } : {};
}
