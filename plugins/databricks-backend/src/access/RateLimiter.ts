import { LRUCache } from 'lru-cache';
import { DatabricksServiceError } from '../errors';
import { MAX_REMEMBERED } from '../maxStaleness';

const WINDOW_MS = 60_000;

/** Counts by key in this process alone. It bounds the work, and nothing relies on it for correctness. */
export class RateLimiter {
  readonly #maxPerMinute: number;
  readonly #counts = new LRUCache<string, number>({
    max: MAX_REMEMBERED,
    ttl: WINDOW_MS,
    noUpdateTTL: true,
  });

  constructor(maxPerMinute: number) {
    this.#maxPerMinute = maxPerMinute;
  }

  /** Counts, if the key may go on. @returns seconds to wait where it may not */
  take(key: string): number | undefined {
    const count = this.#counts.get(key) ?? 0;
    if (count >= this.#maxPerMinute) {
      return Math.max(1, Math.ceil(this.#counts.getRemainingTTL(key) / 1000));
    }
    this.#counts.set(key, count + 1);
    return undefined;
  }

  /** @throws DatabricksServiceError `too_many_requests` */
  admit(key: string): void {
    const retryAfterSeconds = this.take(key);
    if (retryAfterSeconds !== undefined) {
      throw new DatabricksServiceError('too_many_requests', {
        retryAfterSeconds,
      });
    }
  }
}
