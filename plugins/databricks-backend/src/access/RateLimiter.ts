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

  /** @returns seconds to wait, or undefined when the key may go on */
  retryAfterSeconds(key: string): number | undefined {
    if ((this.#counts.get(key) ?? 0) < this.#maxPerMinute) {
      return undefined;
    }
    return Math.max(1, Math.ceil(this.#counts.getRemainingTTL(key) / 1000));
  }

  count(key: string): void {
    this.#counts.set(key, (this.#counts.get(key) ?? 0) + 1);
  }

  /** @throws DatabricksServiceError `too_many_requests` */
  admit(key: string): void {
    const retryAfterSeconds = this.retryAfterSeconds(key);
    if (retryAfterSeconds !== undefined) {
      throw new DatabricksServiceError('too_many_requests', {
        retryAfterSeconds,
      });
    }
    this.count(key);
  }
}
