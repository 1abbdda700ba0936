import { DatabricksErrorCode } from '@backstage-databricks/plugin-databricks-common';
import { randomUUID } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import {
  DatabricksCallError,
  DatabricksClient,
  TokenResponse,
} from '../databricks';
import { DatabricksServiceError } from '../errors';
import { DatabaseTokenStore, Lease, LEASE_MS } from './DatabaseTokenStore';
import { Grant, GrantHolder, isAnswerLost, IssuedToken } from './Grant';
import { TokenTime } from './lifetimes';
import { RefreshFailure, refreshFailure } from './refreshFailure';
import { RejectedClients } from './RejectedClients';
import { TokenVault } from './TokenVault';
import { within } from './within';

/** A database that comes back within the lease loses nothing. */
const STORE_RETRY_MIN_MS = 100;
const STORE_RETRY_MAX_MS = 2_000;

/** With the deadline of the call before it, callers are told within 15 s that the database is away. */
const STORE_PATIENCE_MS = 5_000;

/** The longest that a row is ever paused; a clock that was set back must not make it longer. */
const MAX_PAUSE_MS = 5 * 60_000;

type CallResult =
  | { kind: 'renewed'; token: IssuedToken; time: TokenTime }
  | { kind: 'failed'; failure: RefreshFailure }
  | { kind: 'lost' };

/** `busy`: somebody else renews. `lost`: somebody newer won, read again. */
export type RenewalResult = CallResult | { kind: 'busy' };

/** One finished call, for metrics and audit. */
export type RenewalEvent = {
  holder: GrantHolder;
  outcome: 'renewed' | 'lost' | DatabricksErrorCode;
  reasonCode?: string;
  durationMs: number;
};

type TokenRenewalOptions = {
  store: DatabaseTokenStore;
  vault: TokenVault;
  databricks: DatabricksClient;
  onRenewal?: (event: RenewalEvent) => void;
  random?: () => number;
};

/** One call to Databricks under a lease, and the settling of whatever it answers. */
export class TokenRenewal {
  readonly #store: DatabaseTokenStore;
  readonly #vault: TokenVault;
  readonly #databricks: DatabricksClient;
  readonly #onRenewal: (event: RenewalEvent) => void;
  readonly #random: () => number;
  readonly #rejectedClients = new RejectedClients();
  readonly #writing = new Set<Promise<unknown>>();

  static create(options: TokenRenewalOptions): TokenRenewal {
    return new TokenRenewal(options);
  }

  private constructor(options: TokenRenewalOptions) {
    this.#store = options.store;
    this.#vault = options.vault;
    this.#databricks = options.databricks;
    this.#onRenewal = options.onRenewal ?? (() => {});
    this.#random = options.random ?? Math.random;
  }

  /**
   * Renews, unless somebody else does or nobody should.
   *
   * @throws DatabricksServiceError `unavailable`, `credentials_unreadable`, `encryption_key_unavailable`
   */
  async run(holder: GrantHolder, grant: Grant): Promise<RenewalResult> {
    const paused = this.#pause(holder, grant);
    if (paused) {
      return { kind: 'failed', failure: paused };
    }
    // Before the lease: what cannot be opened needs none
    const refreshToken = this.#vault.refreshToken(grant, holder);
    const lease = {
      id: grant.id,
      generation: grant.generation,
      owner: randomUUID(),
    };
    if (isLeased(grant) || !(await this.#store.claim(lease))) {
      return { kind: 'busy' };
    }
    const startedAt = performance.now();
    const result = await this.#call(holder, grant, refreshToken).then(
      response =>
        this.#succeed(holder, grant, lease, {
          response,
          refreshToken,
          startedAt,
        }),
      (error: unknown) => this.#fail(holder, grant, lease, error),
    );
    this.#onRenewal({
      holder,
      ...(result.kind === 'failed'
        ? {
            outcome: result.failure.code,
            reasonCode: result.failure.reasonCode,
          }
        : { outcome: result.kind }),
      durationMs: performance.now() - startedAt,
    });
    return result;
  }

  /** Waits for what is being written. */
  async settled(): Promise<void> {
    await Promise.allSettled([...this.#writing]);
  }

  /** Why the grant is not to be renewed at the moment: it failed lately, here or on another replica. */
  #pause(holder: GrantHolder, grant: Grant): RefreshFailure | undefined {
    const retryInMs = (grant.retryAtMs ?? 0) - grant.nowMs;
    const ofAnotherClient =
      grant.reasonCode === 'app_connection_rejected' &&
      grant.definitionHash !== this.#vault.definitionHash(holder);
    return retryInMs > 0 && retryInMs <= MAX_PAUSE_MS && !ofAnotherClient
      ? { code: pausedCode(grant), reasonCode: grant.reasonCode, retryInMs }
      : this.#rejectedClients.pause(holder);
  }

  #call(
    holder: GrantHolder,
    grant: Grant,
    refreshToken: string | undefined,
  ): Promise<TokenResponse> {
    const { workspaceUrl } = holder;
    if (holder.kind === 'servicePrincipal') {
      const { clientId, clientSecret, scopes } = holder;
      return this.#databricks.requestClientCredentials({
        workspaceUrl,
        clientId,
        clientSecret,
        scopes,
      });
    }
    if (!refreshToken) {
      return Promise.reject(new DatabricksCallError('refresh_token_invalid'));
    }
    return this.#databricks.refreshAccessToken({
      workspaceUrl,
      clientId: holder.appConnection.clientId,
      clientSecret: holder.appConnection.clientSecret,
      refreshToken,
      scopes: grant.scopes,
    });
  }

  async #succeed(
    holder: GrantHolder,
    grant: Grant,
    lease: Lease,
    answer: {
      response: TokenResponse;
      refreshToken: string | undefined;
      startedAt: number;
    },
  ): Promise<CallResult> {
    const { response, refreshToken, startedAt } = answer;
    this.#rejectedClients.remove(holder);
    const nextRefreshToken = response.refreshToken ?? refreshToken;
    const lifeMs = response.expiresInSeconds * 1000;
    const sealed = {
      accessToken: this.#vault.seal(
        grant,
        'access_token',
        response.accessToken,
      ),
      refreshToken:
        nextRefreshToken === undefined
          ? undefined
          : this.#vault.seal(grant, 'refresh_token', nextRefreshToken),
      rotated: nextRefreshToken !== refreshToken,
      expiresInMs: lifeMs,
      scopes: response.scopes,
    };
    const settled = await this.#write(() =>
      this.#store.settle(lease, {
        ...sealed,
        elapsedMs: performance.now() - startedAt,
      }),
    );
    if (!settled) {
      return { kind: 'lost' };
    }
    return {
      kind: 'renewed',
      time: { lifeMs, remainingMs: lifeMs - (performance.now() - startedAt) },
      token: {
        ...this.#vault.issue(
          {
            expiresAtMs: grant.nowMs + (startedAt - grant.readAt) + lifeMs,
            scopes: response.scopes,
            name: grant.name,
          },
          response.accessToken,
        ),
        source: 'refresh',
      },
    };
  }

  async #fail(
    holder: GrantHolder,
    grant: Grant,
    lease: Lease,
    error: unknown,
  ): Promise<CallResult> {
    const failure = refreshFailure(
      error,
      {
        kind: holder.kind,
        failures: grant.failures,
        answerLost: isAnswerLost(grant),
      },
      this.#random,
    );
    const isClientRejected = failure.code === 'app_connection_rejected';
    if (isClientRejected) {
      this.#rejectedClients.add(holder, failure);
    }
    const settled = await this.#write(() =>
      this.#store.fail(
        lease,
        failure,
        isClientRejected ? this.#vault.definitionHash(holder) : undefined,
      ),
    );
    return settled ? { kind: 'failed', failure } : { kind: 'lost' };
  }

  /**
   * Writes with patience, for as long as the lease holds: what is written exists nowhere else. Whoever waits is told
   * before, and the writing goes on.
   */
  async #write(write: () => Promise<boolean>): Promise<boolean> {
    const writing = writePatiently(write).finally(() =>
      this.#writing.delete(writing),
    );
    this.#writing.add(writing);
    return within(
      STORE_PATIENCE_MS,
      writing,
      () => new DatabricksServiceError('unavailable', { detail: 'settle' }),
    );
  }
}

async function writePatiently(write: () => Promise<boolean>): Promise<boolean> {
  const giveUpAt = performance.now() + LEASE_MS;
  for (let pauseMs = STORE_RETRY_MIN_MS; ; pauseMs *= 2) {
    try {
      return await write();
    } catch (error) {
      if (performance.now() + pauseMs > giveUpAt) {
        throw error;
      }
      await delay(Math.min(pauseMs, STORE_RETRY_MAX_MS));
    }
  }
}

function isLeased(grant: Grant): boolean {
  const leftMs = (grant.leaseUntilMs ?? 0) - grant.nowMs;
  return leftMs > 0 && leftMs <= LEASE_MS;
}

function pausedCode(grant: Grant): DatabricksErrorCode {
  if (grant.status === 'rejected') {
    return 'service_principal_rejected';
  }
  switch (grant.reasonCode) {
    case 'app_connection_rejected':
      return 'app_connection_rejected';
    case 'throttled':
      return 'throttled';
    default:
      return 'databricks_unavailable';
  }
}
