/** A longer wait need not be remembered: Databricks asks for it again. */
const MAX_RETRY_AFTER_SECONDS = 300;

/** The three forms of RFC 9110, 5.6.7. `Date.parse` alone takes prose for dates too. */
const HTTP_DATE =
  /^(Mon|Tue|Wed|Thu|Fri|Sat|Sun)[a-z]*,? [A-Za-z0-9 -]+ \d\d:\d\d:\d\d( GMT| \d{4})$/;

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
  const text = headers.get('retry-after')?.trim() ?? '';
  const serverNowMs = readDate(headers.get('date') ?? '') ?? nowMs;
  const seconds = /^[0-9]+$/.test(text)
    ? Number(text)
    : Math.ceil(((readDate(text) ?? 0) - serverNowMs) / 1000);
  return seconds > 0 ? Math.min(seconds, MAX_RETRY_AFTER_SECONDS) : undefined;
}

function readDate(text: string): number | undefined {
  if (!HTTP_DATE.test(text)) {
    return undefined;
  }
  const at = Date.parse(text.endsWith('GMT') ? text : `${text} GMT`);
  return Number.isNaN(at) ? undefined : at;
}
