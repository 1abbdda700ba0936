import { DateTime } from 'luxon';

/** A longer wait need not be remembered: Databricks asks for it again. */
const MAX_RETRY_AFTER_SECONDS = 300;

/**
 * Reads `Retry-After`: seconds, or a date (RFC 9110, 10.2.3), which is compared with the `Date` of the same answer,
 * as the clock of the server that wrote it.
 *
 * @param nowMs - for an answer without `Date`
 * @returns whole seconds from 1 to 300; nothing where the header makes no sense
 */
export function retryAfterSeconds(
  headers: Headers,
  nowMs: number,
): number | undefined {
  const text = String(headers.get('retry-after'));
  const serverNowMs = readDate(String(headers.get('date'))) ?? nowMs;
  const seconds = /^[0-9]+$/.test(text)
    ? Number(text)
    : Math.ceil(((readDate(text) ?? 0) - serverNowMs) / 1000);
  return seconds > 0 ? Math.min(seconds, MAX_RETRY_AFTER_SECONDS) : undefined;
}

/** In the three forms of RFC 9110, 5.6.7. */
function readDate(text: string): number | undefined {
  const date = DateTime.fromHTTP(text);
  return date.isValid ? date.toMillis() : undefined;
}
