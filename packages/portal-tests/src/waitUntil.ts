import { setTimeout as delay } from 'node:timers/promises';

const POLL_INTERVAL_MS = 100;

/**
 * Polls until `attempt` gives something else than `undefined` and returns that.
 *
 * @throws when `timeoutMs` is over, with `what` in the message, and whatever `attempt` throws.
 */
export async function waitUntil<T>(
  what: string,
  timeoutMs: number,
  attempt: () => Promise<T | undefined>,
): Promise<T> {
  const deadline = performance.now() + timeoutMs;
  for (;;) {
    const result = await attempt();
    if (result !== undefined) {
      return result;
    }
    if (performance.now() > deadline) {
      throw new Error(`${what}: not within ${timeoutMs} ms`);
    }
    await delay(POLL_INTERVAL_MS);
  }
}
