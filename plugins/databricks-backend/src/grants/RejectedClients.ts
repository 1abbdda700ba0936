import { LRUCache } from 'lru-cache';
import { clientKey, GrantHolder } from './Grant';
import { REJECTED_PAUSE_MS, RefreshFailure } from './refreshFailure';

/** App connections at a workspace; there are a handful. */
const MAX_CLIENTS = 1_000;

/**
 * App connections that Databricks rejected: for a minute none of their connections is tried, then a single one.
 */
export class RejectedClients {
  readonly #clock: () => number;
  readonly #rejected = new LRUCache<
    string,
    { failure: RefreshFailure; until: number }
  >({ max: MAX_CLIENTS });

  constructor(clock: () => number = () => performance.now()) {
    this.#clock = clock;
  }

  /** Why the holder's client is not to be tried now. Undefined lets this caller try, and only this one. */
  pause(holder: GrantHolder): RefreshFailure | undefined {
    const entry = this.#rejected.get(clientKey(holder));
    if (!entry) {
      return undefined;
    }
    const leftMs = entry.until - this.#clock();
    if (leftMs > 0) {
      return { ...entry.failure, retryInMs: leftMs };
    }
    entry.until = this.#clock() + REJECTED_PAUSE_MS;
    return undefined;
  }

  add(holder: GrantHolder, failure: RefreshFailure): void {
    this.#rejected.set(clientKey(holder), {
      failure,
      until: this.#clock() + REJECTED_PAUSE_MS,
    });
  }

  remove(holder: GrantHolder): void {
    this.#rejected.delete(clientKey(holder));
  }
}
