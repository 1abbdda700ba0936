const MINUTE_MS = 60_000;

/** What Databricks' own SDKs refresh ahead: an outage of 15 minutes is seen by nobody. */
const MAX_WINDOW_MS = 20 * MINUTE_MS;

/** Windows of rows that were refreshed together begin up to this share of a window earlier, each by its own amount. */
const WINDOW_JITTER = 0.1;

/** Azure Databricks refuses tokens in their last 30 seconds; twice that leaves time for the caller's request. */
const FLOOR_MS = MINUTE_MS;
const SHORT_LIFE_MS = 10 * MINUTE_MS;

/** One access token's time, in milliseconds. */
export type TokenTime = { lifeMs: number; remainingMs: number };

/** Nobody is handed a token with less than this left. */
export function floorMs(lifeMs: number): number {
  return lifeMs < SHORT_LIFE_MS ? lifeMs * 0.1 : FLOOR_MS;
}

/** What a caller may ask for at most: more than half of a life would refresh all the time. */
export function minValidityMs(
  lifeMs: number,
  askedMs: number | undefined,
): number {
  const floor = floorMs(lifeMs);
  return Math.max(floor, Math.min(askedMs ?? floor, lifeMs / 2));
}

/** With less than this left, a token is renewed while it is still served. */
export function refreshWindowMs(lifeMs: number, id: string): number {
  const windowMs = Math.min(lifeMs / 2, MAX_WINDOW_MS);
  return windowMs * (1 + WINDOW_JITTER * shareOf(id));
}

/** Whether the token should be renewed while it is still served. */
export function isInRefreshWindow(time: TokenTime, id: string): boolean {
  return time.remainingMs < refreshWindowMs(time.lifeMs, id);
}

/** After a failure: 1 s, doubling to 60 s, of which the last half is random. */
export function backOffMs(failures: number, random: () => number): number {
  const fullMs = Math.min(1_000 * 2 ** Math.max(0, failures - 1), MINUTE_MS);
  return fullMs / 2 + (fullMs / 2) * random();
}

/** A number between 0 and 1 that belongs to the id, a UUID, on every replica: its first 32 bits are random. */
function shareOf(id: string): number {
  return Number.parseInt(id.slice(0, 8), 16) / 2 ** 32;
}
