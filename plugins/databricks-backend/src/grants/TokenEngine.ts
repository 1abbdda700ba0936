import { DatabricksServiceError } from '../errors';
import { waitBeforeStop } from '../waitBeforeStop';
import { withTimeout } from '../withTimeout';
import { Grant, GrantHolder, holderKey, timeOf } from './Grant';
import { GrantReader } from './GrantReader';
import { GrantWaiters } from './GrantWaiters';
import { IssuedToken } from './IssuedToken';
import { TokenFlights } from './TokenFlights';
import { satisfies, TokenMemory, TokenNeed } from './TokenMemory';
import { RenewalResult, TokenRenewal } from './TokenRenewal';
import { TokenVault } from './TokenVault';
import { isInRefreshWindow } from './lifetimes';
import { toServiceError } from './toServiceError';

/*
 * How a token is found, cheapest first
 *
 * 1. Memory: a token that was read at most `maxStaleness` ago and is valid for long enough.
 * 2. One promise per grant and need: callers at the same time share the rest.
 * 3. One SELECT: another replica may have renewed it.
 * 4. A lease on the row, taken with one conditional UPDATE in the database's time. It is tied to the row as it was
 *    read: generation, lease and pause. That it can be written proves that the new tokens can be, before the old
 *    refresh token is spent.
 * 5. The call to Databricks, with a deadline far below the lease, holding no database connection.
 * 6. The result is settled with the same fence: id, generation, lease owner. An older result can never overwrite a
 *    newer one; who finds that somebody newer won reads theirs.
 * 7. Everybody else waits for the winner's result, bounded: one statement of a replica looks at all the rows that are
 *    waited for. A token that is still valid is served meanwhile.
 *
 * In the refresh window a token is served and renewed in the background, so that an outage of Databricks shorter than
 * the window is seen by nobody. Failures are settled with the fence too, and pause all replicas.
 *
 * The row records that an answer was lost, and a lease that has run out means that its owner has died. If Databricks
 * refuses the refresh token after either, the user is told the true reason.
 *
 * A service principal has a row for each definition (client ID, secret, scopes), named by an HMAC: replicas that run
 * with different ones, as in every roll-out, do not disturb each other.
 */

/**
 * How long somebody else's renewal is waited for: more than the deadline of a call. Whoever holds a lease for longer has
 * died, or cannot write.
 */
const PATIENCE_MS = 15_000;

/** Beyond that: the end of what a caller waits for, if a call of our own began late. */
const OWN_CALL_MS = 2_000;

/** Between attempts to renew a token that is still served; the row may ask for longer. */
const EARLY_RETRY_MS = 1_000;

type TokenEngineOptions = {
  reader: GrantReader;
  vault: TokenVault;
  memory: TokenMemory;
  renewal: TokenRenewal;
  waiters: GrantWaiters;
  /** How long a caller waits for others. Default: 15 s. */
  patienceMs?: number;
};

/** Always a fresh access token, for users and service principals, under concurrency and with many replicas. */
export class TokenEngine {
  readonly #reader: GrantReader;
  readonly #vault: TokenVault;
  readonly #memory: TokenMemory;
  readonly #renewal: TokenRenewal;
  readonly #waiters: GrantWaiters;
  readonly #patienceMs: number;
  readonly #flights = new TokenFlights();
  #onUse: (grantId: string) => void = () => {};
  readonly #renewingEarly = new Set<string>();
  /** All work that a graceful stop waits for. */
  readonly #work = new Set<Promise<unknown>>();
  #stopping = false;

  constructor(options: TokenEngineOptions) {
    this.#reader = options.reader;
    this.#vault = options.vault;
    this.#memory = options.memory;
    this.#renewal = options.renewal;
    this.#waiters = options.waiters;
    this.#patienceMs = options.patienceMs ?? PATIENCE_MS;
  }

  /**
   * @throws DatabricksServiceError `not_connected`, `reconnect_required`, `credentials_unreadable`,
   * `encryption_key_unavailable`, `app_connection_rejected`, `service_principal_rejected`, `throttled`,
   * `databricks_unavailable`, `unavailable`
   */
  async token(holder: GrantHolder, need: TokenNeed = {}): Promise<IssuedToken> {
    const key = holderKey(holder);
    const remembered = this.#memory.find(key, need);
    if (!remembered) {
      return withTimeout(
        this.#patienceMs + OWN_CALL_MS,
        this.#flights.share(key, holder.owner, need, () =>
          this.#track(this.#obtain(key, holder, need)),
        ),
        () => new DatabricksServiceError('databricks_unavailable'),
      );
    }
    if (remembered.renew) {
      this.#renewEarly(key, holder);
    }
    return remembered.token;
  }

  /** @param listener - hears of each token that was read or renewed for a user, not of those from memory */
  setUseListener(listener: (grantId: string) => void): void {
    this.#onUse = listener;
  }

  /** Renews a grant though nobody asks for its token; not while this replica stops. */
  renew(holder: GrantHolder): Promise<RenewalResult> {
    return this.#track(this.#renewUnasked(holder));
  }

  /** Forgets what this replica remembers of a user: a connection has ended or changed. */
  forget(owner: string): void {
    this.#memory.forgetOwner(owner);
    this.#flights.forgetOwner(owner);
  }

  /** Begins nothing any more that nobody waits for, and waits, bounded, for what is in flight. */
  async stop(): Promise<void> {
    this.#stopping = true;
    const all = async () => {
      while (this.#work.size > 0 || this.#renewal.writes.size > 0) {
        await Promise.allSettled([...this.#work]);
        await this.#renewal.writes.settled();
      }
    };
    await waitBeforeStop(all());
  }

  async #obtain(
    key: string,
    holder: GrantHolder,
    need: TokenNeed,
  ): Promise<IssuedToken> {
    const { rejectedFingerprint } = need;
    const askedAt = performance.now();
    const giveUpAt = askedAt + this.#patienceMs;
    let since = this.#memory.moment();
    let grant = await this.#reader.read(holder);
    for (;;) {
      const stored = this.#vault.accessToken(grant, holder);
      if (stored && satisfies(stored, timeOf(grant), {})) {
        // Even if it does not satisfy this caller: it may satisfy others
        this.#keep(key, grant, stored, since);
        if (satisfies(stored, timeOf(grant), need)) {
          this.#noteUse(holder, grant);
          if (isInRefreshWindow(timeOf(grant), grant.id)) {
            this.#renewEarly(key, holder, { grant, since });
          }
          return stored;
        }
      }
      const result = await this.#renew(key, holder, grant, since);
      if (result.kind === 'renewed') {
        this.#noteUse(holder, grant);
        return result.token;
      }
      // Lost: what was stored may be of a connection that has ended, or of another user at Databricks
      const isServable =
        stored &&
        result.kind !== 'lost' &&
        !isDead(result) &&
        satisfies(stored, timeOf(grant), { rejectedFingerprint });
      if (isServable) {
        this.#noteUse(holder, grant);
        return stored;
      }
      if (result.kind === 'failed') {
        throw toServiceError(result.failure, holder);
      }
      if (performance.now() > giveUpAt) {
        throw ownerDied(grant);
      }
      since = this.#memory.moment();
      const next = await this.#waiters.next(grant, { askedAt, giveUpAt });
      grant = next
        ? this.#reader.check(holder, next)
        : await this.#reader.read(holder);
    }
  }

  #keep(key: string, grant: Grant, token: IssuedToken, since: number): void {
    const { id: grantId, owner, readAt } = grant;
    const time = timeOf(grant);
    this.#memory.keep(key, { grantId, owner, token, time, readAt }, since);
  }

  #noteUse(holder: GrantHolder, grant: Grant): void {
    if (holder.kind === 'user') {
      this.#onUse(grant.id);
    }
  }

  /** In the background. What fails is settled in the row; whoever needs the token then is told. */
  #renewEarly(
    key: string,
    holder: GrantHolder,
    known?: { grant: Grant; since: number },
  ): void {
    if (this.#stopping || this.#renewingEarly.has(key)) {
      return;
    }
    this.#renewingEarly.add(key);
    this.#memory.postponeRenewal(key, EARLY_RETRY_MS);
    const work = async () => {
      const since = known?.since ?? this.#memory.moment();
      const grant = known?.grant ?? (await this.#reader.read(holder));
      if (this.#stopping) {
        return;
      }
      if (isInRefreshWindow(timeOf(grant), grant.id)) {
        const result = await this.#renew(key, holder, grant, since);
        if (result.kind === 'failed') {
          const { retryInMs = 0 } = result.failure;
          this.#memory.postponeRenewal(
            key,
            Math.max(EARLY_RETRY_MS, retryInMs),
          );
        }
      } else {
        this.#memory.forget(key);
      }
    };
    this.#track(work())
      .catch((error: unknown) => {
        const isOurDatabase =
          error instanceof DatabricksServiceError &&
          error.code === 'unavailable';
        if (!isOurDatabase) {
          this.#memory.forget(key);
        }
      })
      .finally(() => this.#renewingEarly.delete(key));
  }

  async #renewUnasked(holder: GrantHolder): Promise<RenewalResult> {
    const grant = this.#stopping ? undefined : await this.#reader.read(holder);
    if (!grant || this.#stopping) {
      return { kind: 'busy' };
    }
    const result = await this.#renewal.run(holder, grant);
    if (result.kind === 'renewed' || isDead(result)) {
      // What is remembered is old now. The new token is not kept, since nobody has asked for it
      this.#memory.forget(holderKey(holder));
    }
    return result;
  }

  async #renew(
    key: string,
    holder: GrantHolder,
    grant: Grant,
    since: number,
  ): Promise<RenewalResult> {
    const result = await this.#renewal.run(holder, grant);
    if (result.kind === 'renewed') {
      const { token, time, writtenAt: readAt } = result;
      const { id: grantId, owner } = grant;
      this.#memory.keep(key, { grantId, owner, token, time, readAt }, since);
    } else if (result.kind === 'lost' || isDead(result)) {
      this.#memory.forget(key);
    }
    return result;
  }

  #track<T>(work: Promise<T>): Promise<T> {
    this.#work.add(work);
    const over = () => this.#work.delete(work);
    work.then(over, over);
    return work;
  }
}

function isDead(result: RenewalResult): boolean {
  return (
    result.kind === 'failed' && result.failure.status === 'reconnect_required'
  );
}

/** Its lease ends soon, and then somebody else renews. */
function ownerDied({ leaseUntilMs = 0, nowMs }: Grant): DatabricksServiceError {
  return new DatabricksServiceError('unavailable', {
    message:
      'Another instance of the portal began to renew this sign-in and stopped. It is taken over in a moment: try again then.',
    retryAfterSeconds: Math.max(1, Math.ceil((leaseUntilMs - nowMs) / 1000)),
    detail: 'the owner of a lease does not settle it',
  });
}
