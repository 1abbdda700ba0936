import { LRUCache } from 'lru-cache';
import { MAX_REMEMBERED } from '../maxStaleness';

/**
 * Failing callbacks of one address a minute. An office behind one address makes a few; guessing 256 bits of state
 * would need all there are.
 */
const MAX_FAILURES = 300;
const WINDOW_MS = 60_000;

/** Counts failures by address in this process; it only bounds the work, nothing relies on it for correctness. */
export class FailureLimiter {
  readonly #failures = new LRUCache<string, { count: number }>({
    max: MAX_REMEMBERED,
    ttl: WINDOW_MS,
    noUpdateTTL: true,
  });

  /** @returns seconds to wait, or undefined when the address may go on */
  retryAfterSeconds(address: string): number | undefined {
    const entry = this.#failures.get(address);
    if (!entry || entry.count < MAX_FAILURES) {
      return undefined;
    }
    return Math.max(
      1,
      Math.ceil(this.#failures.getRemainingTTL(address) / 1000),
    );
  }

  count(address: string): void {
    const entry = this.#failures.get(address);
    if (entry) {
      entry.count += 1;
    } else {
      this.#failures.set(address, { count: 1 });
    }
  }
}
