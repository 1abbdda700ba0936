import { setTimeout as delay } from 'node:timers/promises';

const POLL_INTERVAL_MS = 100;

/**
 * Polls until the condition holds.
 *
 * @throws when `timeoutMs` is over, with `what` in the message, and whatever the condition throws.
 */
export async function waitUntil(
  what: string,
  timeoutMs: number,
  condition: () => boolean | Promise<boolean>,
): Promise<void> {
  const giveUpAt = performance.now() + timeoutMs;
  while (!(await condition())) {
    if (performance.now() > giveUpAt) {
      throw new Error(`${what}: not within ${timeoutMs} ms`);
    }
    await delay(POLL_INTERVAL_MS);
  }
}
