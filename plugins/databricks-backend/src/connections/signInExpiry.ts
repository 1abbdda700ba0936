import { DAY_MS } from '../database';

/** Users forget a warning that comes more than three days ahead. Short lifetimes warn in their last third. */
const WARN_AHEAD_MS = 3 * DAY_MS;

/** Lifetimes that the Databricks admin set for an app connection, in days. */
type SignInLifetimes = {
  refreshTokenLifetimeDays: number;
  sessionLifetimeDays?: number;
};

/**
 * Estimates when a sign-in will end, in epoch milliseconds. No answer of Databricks says it.
 */
export function signInExpiresAtMs(
  connection: { connectedAtMs: number; refreshTokenReceivedAtMs?: number },
  lifetimes: SignInLifetimes,
): number {
  const { connectedAtMs, refreshTokenReceivedAtMs = connectedAtMs } =
    connection;
  const { refreshTokenLifetimeDays, sessionLifetimeDays = Infinity } =
    lifetimes;
  return Math.min(
    refreshTokenReceivedAtMs + refreshTokenLifetimeDays * DAY_MS,
    connectedAtMs + sessionLifetimeDays * DAY_MS,
  );
}

export function expiresSoon(
  expiresAtMs: number,
  nowMs: number,
  lifetimes: SignInLifetimes,
): boolean {
  const { refreshTokenLifetimeDays, sessionLifetimeDays = Infinity } =
    lifetimes;
  const lifetimeDays = Math.min(refreshTokenLifetimeDays, sessionLifetimeDays);
  const left = expiresAtMs - nowMs;
  return left < WARN_AHEAD_MS && left < (lifetimeDays * DAY_MS) / 3;
}
