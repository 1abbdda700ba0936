import { setTimeout as delay } from 'node:timers/promises';

/** Waits for something that another part of the test brings about. */
export async function eventually(
  condition: () => Promise<boolean>,
): Promise<void> {
  const giveUpAt = performance.now() + 10_000;
  while (!(await condition())) {
    if (performance.now() > giveUpAt) {
      throw new Error('It did not happen within 10 s');
    }
    await delay(20);
  }
}
