import { DAY_MS } from '../database';

/** Users forget a warning that comes more than three days ahead. Short lifetimes warn in their last third. */
const WARN_AHEAD_MS = 3 * DAY_MS;

/** Lifetimes that the Databricks admin set for an app connection, in days. */
type SignInLifetimes = {
  refreshTokenLifetimeDays: number;
  sessionLifetimeDays?: number;
};

/** Lifetimes in whole milliseconds, and how long before the end of a sign-in we warn. The database compares with them too. */
export function signInLimits({
  refreshTokenLifetimeDays,
  sessionLifetimeDays,
}: SignInLifetimes): {
  refreshMs: number;
  sessionMs?: number;
  warnAheadMs: number;
} {
  const refreshMs = Math.round(refreshTokenLifetimeDays * DAY_MS);
  const sessionMs =
    sessionLifetimeDays === undefined
      ? undefined
      : Math.round(sessionLifetimeDays * DAY_MS);
  const lifetimeMs = Math.min(refreshMs, sessionMs ?? Infinity);
  return {
    refreshMs,
    sessionMs,
    warnAheadMs: Math.ceil(Math.min(WARN_AHEAD_MS, lifetimeMs / 3)),
  };
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
  const { refreshMs, sessionMs = Infinity } = signInLimits(lifetimes);
  return Math.min(
    refreshTokenReceivedAtMs + refreshMs,
    connectedAtMs + sessionMs,
  );
}

export function expiresSoon(
  expiresAtMs: number,
  nowMs: number,
  lifetimes: SignInLifetimes,
): boolean {
  return expiresAtMs - nowMs < signInLimits(lifetimes).warnAheadMs;
}
