const MAX_LENGTH = 63;

/** A name of lower-case letters, digits and single hyphens for a title, which none of the others has; empty where the title has no such letters. */
export function makeName(title: string, taken: readonly string[]): string {
  const name = cut(
    title
      .normalize('NFKD')
      .replace(/\p{M}/gu, '')
      .toLowerCase()
      .replace(/[^a-z0-9]+/g, '-')
      .replace(/^[^a-z]+/, ''),
    MAX_LENGTH,
  );
  if (!name || !taken.includes(name)) {
    return name;
  }
  let count = 2;
  let next;
  do {
    const suffix = `-${count}`;
    next = cut(name, MAX_LENGTH - suffix.length) + suffix;
    count++;
  } while (taken.includes(next));
  return next;
}

function cut(name: string, length: number): string {
  return name.slice(0, length).replace(/-$/, '');
}
