import { setTimeout as delay } from 'node:timers/promises';
import { DatabricksServiceError } from '../errors';
import { ConnectionUses } from './ConnectionUses';
import { DatabaseTokenStore } from './DatabaseTokenStore';
import { Grant, GrantHolder, holderKey, IssuedToken, timeOf } from './Grant';
import { isInRefreshWindow } from './lifetimes';
import { TokenFlights } from './TokenFlights';
import { satisfies, TokenMemory, TokenNeed } from './TokenMemory';
import { RenewalResult, TokenRenewal } from './TokenRenewal';
import { toServiceError } from './toServiceError';
import { TokenVault } from './TokenVault';
import { within } from './within';

/*
 * How a token is found, cheapest first
 *
 * 1. Memory: a token of at most `maxStaleness` that is valid for long enough.
 * 2. One promise per grant: callers at the same time share the rest.
 * 3. One SELECT: another replica may have renewed it.
 * 4. A lease on the row, taken with one conditional UPDATE in the database's time. It is tied to the row's generation,
 *    and that it can be written proves that the new tokens can be, before the old refresh token is spent.
 * 5. The call to Databricks, with a deadline far below the lease, holding no database connection.
 * 6. The result is settled with the same fence: id, generation, lease owner. An older result can never overwrite a
 *    newer one; who finds that somebody newer won reads theirs.
 * 7. Everybody else polls for the winner's result, bounded. A token that is still valid is served meanwhile.
 *
 * In the refresh window a token is served and renewed in the background, so that an outage of Databricks shorter than
 * the window is seen by nobody. Failures are settled with the fence too, and pause all replicas.
 *
 * A lease that nobody settled, because its owner died or the answer of Databricks was lost, is remembered in the row: if
 * Databricks then refuses the refresh token, the user is told the true reason.
 */

/** More than the deadline of a call, less than the patience of those who ask. */
const WAITER_DEADLINE_MS = 15_000;

/** Between looks at a row that somebody else renews. */
const POLL_MIN_MS = 25;
const POLL_MAX_MS = 250;

/** Between attempts to renew a token that is still served; the row may ask for longer. */
const EARLY_RETRY_MS = 1_000;

/** What a graceful stop grants to what is in flight. */
const STOP_DEADLINE_MS = 15_000;

type TokenEngineOptions = {
  store: DatabaseTokenStore;
  vault: TokenVault;
  memory: TokenMemory;
  renewal: TokenRenewal;
  uses: ConnectionUses;
};

/** Always a fresh access token, for users and service principals, under concurrency and with many replicas. */
export class TokenEngine {
  readonly #store: DatabaseTokenStore;
  readonly #vault: TokenVault;
  readonly #memory: TokenMemory;
  readonly #renewal: TokenRenewal;
  readonly #uses: ConnectionUses;
  readonly #flights = new TokenFlights();
  readonly #renewingEarly = new Set<string>();
  /** All work that a graceful stop waits for. */
  readonly #work = new Set<Promise<unknown>>();

  static create(options: TokenEngineOptions): TokenEngine {
    return new TokenEngine(options);
  }

  private constructor(options: TokenEngineOptions) {
    this.#store = options.store;
    this.#vault = options.vault;
    this.#memory = options.memory;
    this.#renewal = options.renewal;
    this.#uses = options.uses;
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
      return within(
        WAITER_DEADLINE_MS,
        this.#flights.share(
          key,
          holder.owner,
          need,
          () => this.#memory.find(key, need)?.token,
          () => this.#track(this.#obtain(key, holder, need)),
        ),
        () => new DatabricksServiceError('databricks_unavailable'),
      );
    }
    if (remembered.renew) {
      this.#renewEarly(key, holder);
    }
    return remembered.token;
  }

  /** Renews a grant though nobody asks for its token. */
  async renew(holder: GrantHolder): Promise<RenewalResult> {
    const since = this.#memory.moment();
    const grant = await this.#read(holder);
    return this.#track(this.#renew(holderKey(holder), holder, grant, since));
  }

  /** Writes down which connections were used lately. */
  async noteUses(): Promise<void> {
    await this.#uses.flush();
  }

  /** Forgets what this replica remembers of a user: a connection has ended or changed. */
  forget(owner: string): void {
    this.#memory.forgetOwner(owner);
    this.#flights.forgetOwner(owner);
  }

  /** Waits, bounded, for what is in flight, and writes what is noted. */
  async settled(): Promise<void> {
    const all = async () => {
      await Promise.allSettled([...this.#work]);
      await this.#renewal.settled();
      await this.#uses.flush();
    };
    await within(
      STOP_DEADLINE_MS,
      all(),
      () => new Error('Tokens are still being renewed'),
    ).catch(() => {});
  }

  async #obtain(
    key: string,
    holder: GrantHolder,
    need: TokenNeed,
  ): Promise<IssuedToken> {
    const giveUpAt = performance.now() + WAITER_DEADLINE_MS;
    for (let pauseMs = POLL_MIN_MS; ; pauseMs *= 2) {
      const since = this.#memory.moment();
      const grant = await this.#read(holder);
      const stored = this.#vault.accessToken(grant, holder);
      if (stored && satisfies(stored, timeOf(grant), need)) {
        this.#keep(key, holder, grant, stored, since);
        return stored;
      }
      const result = await this.#renew(key, holder, grant, since);
      if (result.kind === 'renewed') {
        return result.token;
      }
      const { rejectedFingerprint } = need;
      const isServable =
        stored &&
        !isDead(result) &&
        satisfies(stored, timeOf(grant), { rejectedFingerprint });
      if (isServable) {
        return stored;
      }
      if (result.kind === 'failed') {
        throw toServiceError(result.failure, holder);
      }
      if (performance.now() > giveUpAt) {
        throw new DatabricksServiceError('databricks_unavailable');
      }
      if (result.kind === 'busy') {
        await delay(Math.min(pauseMs, POLL_MAX_MS) * (0.5 + Math.random() / 2));
      }
    }
  }

  #keep(
    key: string,
    holder: GrantHolder,
    grant: Grant,
    token: IssuedToken,
    since: number,
  ): void {
    const time = timeOf(grant);
    const { id: grantId, owner } = grant;
    this.#memory.keep(key, { grantId, owner, token, time }, since);
    if (holder.kind === 'user') {
      this.#uses.record(grantId);
    }
    if (isInRefreshWindow(time, grantId)) {
      this.#renewEarly(key, holder, grant);
    }
  }

  /** In the background. What fails is settled in the row; whoever needs the token then is told. */
  #renewEarly(key: string, holder: GrantHolder, known?: Grant): void {
    if (this.#renewingEarly.has(key)) {
      return;
    }
    this.#renewingEarly.add(key);
    this.#memory.postponeRenewal(key, EARLY_RETRY_MS);
    const work = async () => {
      const since = this.#memory.moment();
      const grant = known ?? (await this.#read(holder));
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

  async #renew(
    key: string,
    holder: GrantHolder,
    grant: Grant,
    since: number,
  ): Promise<RenewalResult> {
    const result = await this.#renewal.run(holder, grant);
    if (result.kind === 'renewed') {
      const { token, time } = result;
      const { id: grantId, owner } = grant;
      this.#memory.keep(key, { grantId, owner, token, time }, since);
    } else if (isDead(result)) {
      this.#memory.forget(key);
    }
    return result;
  }

  async #read(holder: GrantHolder): Promise<Grant> {
    const grant =
      holder.kind === 'servicePrincipal'
        ? await this.#readServicePrincipal(holder)
        : await this.#store.read(holder);
    if (!grant) {
      throw new DatabricksServiceError('not_connected');
    }
    const isOfAnotherClient =
      holder.kind === 'user' &&
      grant.clientId !== holder.appConnection.clientId;
    if (grant.status === 'reconnect_required' || isOfAnotherClient) {
      throw new DatabricksServiceError('reconnect_required');
    }
    return grant;
  }

  async #readServicePrincipal(
    holder: GrantHolder & { kind: 'servicePrincipal' },
  ): Promise<Grant | undefined> {
    const definitionHash = this.#vault.definitionHash(holder);
    const grant = await this.#store.read(holder);
    if (grant?.definitionHash === definitionHash) {
      return grant;
    }
    await this.#store.ensureServicePrincipal(holder, definitionHash);
    return this.#store.read(holder);
  }

  #track<T>(work: Promise<T>): Promise<T> {
    const tracked = work.finally(() => this.#work.delete(tracked));
    this.#work.add(tracked);
    return tracked;
  }
}

function isDead(result: RenewalResult): boolean {
  return (
    result.kind === 'failed' && result.failure.status === 'reconnect_required'
  );
}
