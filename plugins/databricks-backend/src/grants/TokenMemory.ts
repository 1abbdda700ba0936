import { LRUCache } from 'lru-cache';
import { MAX_REMEMBERED, MAX_STALENESS_MS } from '../maxStaleness';
import { IssuedToken } from './IssuedToken';
import { minValidityMs, refreshWindowMs, TokenTime } from './lifetimes';

/** What a caller needs of a token. */
export type TokenNeed = {
  /** Milliseconds; at most half of the token's life is honoured. */
  minValidityMs?: number;
  /** Of a token that Databricks refused: it is not handed out again. */
  rejectedFingerprint?: string;
};

/** What is kept of a token. */
export type RememberedToken = {
  grantId: string;
  owner: string;
  token: IssuedToken;
  time: TokenTime;
  /** When the row was as it says, on the monotonic clock: the age of what is remembered counts from here. */
  readAt: number;
};

type Entry = {
  owner: string;
  /** As it was read; from its first hit on, as it is handed out from memory: most are never asked for again. */
  token: IssuedToken;
  lifeMs: number;
  /** All on the monotonic clock: the wall clock may step. */
  staleAt: number;
  expiresAt: number;
  renewFrom: number;
};

/**
 * Tokens that this replica has read or renewed lately. Remaining times count from the database's now at the time of
 * reading, on a monotonic clock.
 */
export class TokenMemory {
  readonly #entries = new LRUCache<string, Entry>({ max: MAX_REMEMBERED });
  readonly #clock: () => number;
  readonly #forgotten = new LRUCache<string, number>({ max: MAX_REMEMBERED });
  #moment = 0;

  constructor(options?: { clock?: () => number }) {
    this.#clock = options?.clock ?? (() => performance.now());
  }

  /** @returns `renew`: served, and to be renewed in the background */
  find(
    key: string,
    need: TokenNeed,
  ): { token: IssuedToken; renew: boolean } | undefined {
    const entry = this.#entries.get(key);
    if (!entry) {
      return undefined;
    }
    const now = this.#clock();
    if (now > entry.staleAt) {
      this.#entries.delete(key);
      return undefined;
    }
    const time = { lifeMs: entry.lifeMs, remainingMs: entry.expiresAt - now };
    if (!satisfies(entry.token, time, need)) {
      return undefined;
    }
    if (entry.token.source !== 'memory') {
      entry.token = entry.token.remembered();
    }
    return { token: entry.token, renew: now >= entry.renewFrom };
  }

  /** What `keep` must be given: the moment before the token was read. */
  moment(): number {
    return this.#moment;
  }

  /** Keeps a token, unless its owner was forgotten after the moment: then it was read before the connection ended. */
  keep(key: string, remembered: RememberedToken, since: number): void {
    const { grantId, owner, token, time, readAt } = remembered;
    if ((this.#forgotten.get(owner) ?? 0) > since) {
      return;
    }
    const now = this.#clock();
    const expiresAt = now + time.remainingMs;
    this.#entries.set(key, {
      owner,
      token,
      lifeMs: time.lifeMs,
      staleAt: readAt + MAX_STALENESS_MS,
      expiresAt,
      renewFrom: expiresAt - refreshWindowMs(time.lifeMs, grantId),
    });
  }

  /** The token is served on, and not renewed in the background for so long. */
  postponeRenewal(key: string, ms: number): void {
    const entry = this.#entries.peek(key);
    if (entry) {
      entry.renewFrom = this.#clock() + ms;
    }
  }

  forget(key: string): void {
    this.#entries.delete(key);
  }

  /** All that belongs to a user or fabric, also what is being read at the moment. */
  forgetOwner(owner: string): void {
    this.#moment += 1;
    this.#forgotten.set(owner, this.#moment);
    for (const [key, entry] of this.#entries.entries()) {
      if (entry.owner === owner) {
        this.#entries.delete(key);
      }
    }
  }
}

/** Whether a token may be handed to a caller. */
export function satisfies(
  token: IssuedToken,
  time: TokenTime,
  need: TokenNeed,
): boolean {
  const { rejectedFingerprint } = need;
  const isRejected =
    rejectedFingerprint !== undefined &&
    token.hasFingerprint(rejectedFingerprint);
  return (
    !isRejected &&
    time.remainingMs > minValidityMs(time.lifeMs, need.minValidityMs)
  );
}
