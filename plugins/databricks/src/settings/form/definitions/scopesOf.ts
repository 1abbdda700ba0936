/** Scopes, where some are entered. */
export function scopesOf(value: string): { scopes?: string[] } {
  const scopes = value.split(/[\s,]+/).filter(Boolean);
  return scopes.length > 0 ? { scopes } : {};
}
