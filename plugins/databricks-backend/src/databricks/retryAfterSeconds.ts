/** Longer waits are Databricks' to repeat, not ours to remember. */
const MAX_RETRY_AFTER_SECONDS = 300;

/**
 * Reads `Retry-After`: seconds, or a date (RFC 9110, 10.2.3).
 *
 * @returns whole seconds from 1 to 300; nothing where the header makes no sense
 */
export function retryAfterSeconds(
  headers: Headers,
  nowMs: number,
): number | undefined {
  const text = headers.get('retry-after')?.trim() ?? '';
  const seconds = /^[0-9]+$/.test(text)
    ? Number(text)
    : Math.ceil((Date.parse(text) - nowMs) / 1000);
  return seconds > 0 ? Math.min(seconds, MAX_RETRY_AFTER_SECONDS) : undefined;
}
