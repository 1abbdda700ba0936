import { DAY_MS } from '../database';

/** Users forget a warning that comes more than three days ahead. Short lifetimes warn in their last third. */
const WARN_AHEAD_MS = 3 * DAY_MS;

/** Lifetimes that the Databricks admin set for an app connection, in days. */
type SignInLifetimes = {
  refreshTokenLifetimeDays: number;
  sessionLifetimeDays?: number;
};

/** Lifetimes of sign-ins, and how long before their end one is warned, in milliseconds. */
export function signInLifetimesMs(lifetimes: SignInLifetimes): {
  refreshTokenMs: number;
  sessionMs: number;
  aheadMs: number;
} {
  const { refreshTokenLifetimeDays, sessionLifetimeDays = Infinity } =
    lifetimes;
  const refreshTokenMs = refreshTokenLifetimeDays * DAY_MS;
  const sessionMs = sessionLifetimeDays * DAY_MS;
  const aheadMs = Math.min(
    WARN_AHEAD_MS,
    Math.min(refreshTokenMs, sessionMs) / 3,
  );
  return { refreshTokenMs, sessionMs, aheadMs };
}

/**
 * Estimates when a sign-in will end, in epoch milliseconds. No answer of Databricks says it.
 */
export function signInExpiresAtMs(
  connection: { connectedAtMs: number; refreshTokenReceivedAtMs?: number },
  lifetimes: SignInLifetimes,
): number {
  const { connectedAtMs, refreshTokenReceivedAtMs = connectedAtMs } =
    connection;
  const { refreshTokenMs, sessionMs } = signInLifetimesMs(lifetimes);
  return Math.min(
    refreshTokenReceivedAtMs + refreshTokenMs,
    connectedAtMs + sessionMs,
  );
}

export function expiresSoon(
  expiresAtMs: number,
  nowMs: number,
  lifetimes: SignInLifetimes,
): boolean {
  return expiresAtMs - nowMs < signInLifetimesMs(lifetimes).aheadMs;
}
