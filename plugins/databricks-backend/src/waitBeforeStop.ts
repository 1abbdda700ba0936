import { withTimeout } from './withTimeout';

/** What a graceful stop grants to what is in flight: orchestrators kill after 30 s. */
const STOP_DEADLINE_MS = 15_000;

/** Waits for work that a graceful stop must not cut, but not for ever. Never rejects. */
export async function waitBeforeStop(work: Promise<unknown>): Promise<void> {
  await withTimeout(
    STOP_DEADLINE_MS,
    work,
    () => new Error('Work in flight goes on'),
  ).catch(() => {});
}
