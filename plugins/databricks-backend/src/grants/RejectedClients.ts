import { LRUCache } from 'lru-cache';
import { clientKey, GrantHolder } from './Grant';
import { REJECTED_PAUSE_MS, RefreshFailure } from './refreshFailure';

/** Clients at a workspace; there are a handful. */
const MAX_CLIENTS = 1_000;

/** Whoever comes while somebody tries asks again then: a call rarely takes longer. */
const TRIAL_MS = 1_000;

type PausedClient = {
  failure: RefreshFailure;
  until: number;
  isOnTrial: boolean;
};

/**
 * App connections and service principals that Databricks rejected: for a minute none of their grants is tried, then
 * one at a time. Only an answer about the client begins another minute or ends this.
 */
export class RejectedClients {
  readonly #clock: () => number;
  readonly #rejected = new LRUCache<string, PausedClient>({
    max: MAX_CLIENTS,
  });

  constructor(clock: () => number = () => performance.now()) {
    this.#clock = clock;
  }

  /** Why the holder's client is not to be tried now, if so. */
  pause(holder: GrantHolder): RefreshFailure | undefined {
    const entry = this.#rejected.get(clientKey(holder));
    const leftMs = (entry?.until ?? 0) - this.#clock();
    return entry && (leftMs > 0 || entry.isOnTrial)
      ? {
          ...entry.failure,
          retryInMs: Math.max(leftMs, TRIAL_MS),
          paused: true,
        }
      : undefined;
  }

  /** Takes the one trial, with the lease in hand. @returns why not, where somebody else has it */
  begin(holder: GrantHolder): RefreshFailure | undefined {
    const paused = this.pause(holder);
    const entry = this.#rejected.get(clientKey(holder));
    if (entry && !paused) {
      entry.isOnTrial = true;
    }
    return paused;
  }

  /** The call is over, whatever it told. */
  end(holder: GrantHolder): void {
    const entry = this.#rejected.get(clientKey(holder));
    if (entry) {
      entry.isOnTrial = false;
    }
  }

  add(holder: GrantHolder, failure: RefreshFailure): void {
    this.#rejected.set(clientKey(holder), {
      failure,
      until: this.#clock() + REJECTED_PAUSE_MS,
      isOnTrial: false,
    });
  }

  remove(holder: GrantHolder): void {
    this.#rejected.delete(clientKey(holder));
  }
}
