import { setTimeout as delay } from 'node:timers/promises';

/**
 * Calls `attempt` until it gives something truthy or `timeoutMs` is over; gives the last result.
 *
 * @throws the reason of `signal` once that is aborted.
 */
export async function poll(attempt, { timeoutMs, intervalMs = 50, signal }) {
  const deadline = performance.now() + timeoutMs;
  for (;;) {
    signal?.throwIfAborted();
    const result = await attempt();
    if (result || performance.now() > deadline) {
      return result;
    }
    await delay(intervalMs);
  }
}
