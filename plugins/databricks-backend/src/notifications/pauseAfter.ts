import { DAY_MS } from '../database';

/** Before the second attempt to notify somebody; four times as long before each further one, up to a day. */
const FIRST_PAUSE_MS = 15 * 60_000;

/** How long nobody tries again to notify somebody, in milliseconds, after so many attempts in vain and one more. */
export function pauseAfter(attempts: number): number {
  return Math.min(FIRST_PAUSE_MS * 4 ** attempts, DAY_MS);
}
