import { DAY_MS } from '../database';

/** A warning that comes earlier than three days ahead is forgotten; short lifetimes warn in their last third. */
const WARN_AHEAD_MS = 3 * DAY_MS;

/** Lifetimes that the Databricks admin set for an app connection, in days. */
export type SignInLifetimes = {
  refreshTokenLifetimeDays: number;
  sessionLifetimeDays?: number;
};

/**
 * When a sign-in will probably end, in epoch milliseconds. Databricks does not say it in any answer.
 */
export function signInExpiresAtMs(
  connection: { connectedAtMs: number; refreshTokenReceivedAtMs?: number },
  lifetimes: SignInLifetimes,
): number {
  const refreshTokenEnds =
    (connection.refreshTokenReceivedAtMs ?? connection.connectedAtMs) +
    lifetimes.refreshTokenLifetimeDays * DAY_MS;
  return lifetimes.sessionLifetimeDays === undefined
    ? refreshTokenEnds
    : Math.min(
        refreshTokenEnds,
        connection.connectedAtMs + lifetimes.sessionLifetimeDays * DAY_MS,
      );
}

export function expiresSoon(
  expiresAtMs: number,
  nowMs: number,
  lifetimes: SignInLifetimes,
): boolean {
  const left = expiresAtMs - nowMs;
  const lifetimeDays = Math.min(
    lifetimes.refreshTokenLifetimeDays,
    lifetimes.sessionLifetimeDays ?? Infinity,
  );
  return left < WARN_AHEAD_MS && left < (lifetimeDays * DAY_MS) / 3;
}
