import { LoggerService } from '@backstage/backend-plugin-api';
import { DatabricksErrorCode } from '@backstage-databricks/plugin-databricks-common';
import { randomUUID } from 'node:crypto';
import { withDeadline } from '../database';
import { WorkspaceClient, TokenResponse } from '../databricks';
import { DatabricksServiceError } from '../errors';
import { secretProblem } from '../settings';
import { DatabaseGrantStore, Lease, LEASE_MS } from './DatabaseGrantStore';
import { Grant, GrantHolder, mayBeSpent } from './Grant';
import { IssuedToken } from './IssuedToken';
import { PatientWrites } from './PatientWrites';
import { RejectedClients } from './RejectedClients';
import { TokenVault } from './TokenVault';
import { TokenTime } from './lifetimes';
import { pauseOf } from './pauseOf';
import { RefreshFailure, refreshFailure } from './refreshFailure';
import { requestTokens } from './requestTokens';

type CallResult =
  | {
      kind: 'renewed';
      token: IssuedToken;
      time: TokenTime;
      /** When it was written, or a little before, on the monotonic clock. */
      writtenAt: number;
    }
  | { kind: 'failed'; failure: RefreshFailure }
  | { kind: 'lost' };

/** `busy`: somebody else renews. `lost`: the row is not what was read any more, read again. */
export type RenewalResult = CallResult | { kind: 'busy' };

/** One finished call, for metrics and audit. `unavailable`: its result could not be written while somebody waited. */
export type RenewalEvent = {
  holder: GrantHolder;
  outcome: 'renewed' | 'lost' | DatabricksErrorCode;
  reasonCode?: string;
  durationMs: number;
};

type TokenRenewalOptions = {
  store: DatabaseGrantStore;
  vault: TokenVault;
  databricks: WorkspaceClient;
  writes?: PatientWrites;
  logger?: Pick<LoggerService, 'warn'>;
  onRenewal?: (event: RenewalEvent) => void;
  random?: () => number;
};

/** One call to Databricks under a lease, and the settling of whatever it answers. */
export class TokenRenewal {
  readonly #store: DatabaseGrantStore;
  readonly #vault: TokenVault;
  readonly #databricks: WorkspaceClient;
  readonly #onRenewal: (event: RenewalEvent) => void;
  readonly #random: () => number;
  readonly #rejectedClients = new RejectedClients();
  readonly #writes: PatientWrites;
  readonly #logger: Pick<LoggerService, 'warn'> | undefined;

  constructor(options: TokenRenewalOptions) {
    this.#store = options.store;
    this.#vault = options.vault;
    this.#databricks = options.databricks;
    this.#writes = options.writes ?? new PatientWrites();
    this.#logger = options.logger;
    this.#onRenewal = options.onRenewal ?? (() => {});
    this.#random = options.random ?? Math.random;
  }

  /**
   * Renews, unless somebody else does or nobody should.
   *
   * @throws DatabricksServiceError `unavailable`, `credentials_unreadable`, `encryption_key_unavailable`
   */
  async run(holder: GrantHolder, grant: Grant): Promise<RenewalResult> {
    const paused =
      pauseOf(grant, this.#vault.definitionHashes(holder)) ??
      this.#rejectedClients.pause(holder);
    if (paused) {
      return { kind: 'failed', failure: paused };
    }
    // Before the lease: what cannot be opened needs none
    requireClientSecret(holder);
    const refreshToken = this.#vault.refreshToken(grant, holder);
    const lease = {
      id: grant.id,
      generation: grant.generation,
      owner: randomUUID(),
    };
    if (isLeased(grant)) {
      return { kind: 'busy' };
    }
    if (!(await this.#claim(lease, grant))) {
      return { kind: 'lost' };
    }
    const rejected = this.#rejectedClients.begin(holder);
    if (rejected) {
      this.#release(lease);
      return { kind: 'failed', failure: rejected };
    }
    const startedAt = performance.now();
    const tell = (told: Pick<RenewalEvent, 'outcome' | 'reasonCode'>) =>
      this.#onRenewal({
        holder,
        ...told,
        durationMs: performance.now() - startedAt,
      });
    const result = await requestTokens(
      this.#databricks,
      holder,
      grant,
      refreshToken,
    )
      .finally(() => this.#rejectedClients.end(holder))
      .then(
        response =>
          this.#succeed(holder, grant, lease, {
            response,
            refreshToken,
            startedAt,
          }),
        (error: unknown) => this.#fail(holder, grant, lease, error),
      )
      .catch((error: unknown) => {
        tell({ outcome: 'unavailable' });
        throw error;
      });
    tell(
      result.kind === 'failed'
        ? {
            outcome: result.failure.code,
            reasonCode: result.failure.reasonCode,
          }
        : { outcome: result.kind },
    );
    return result;
  }

  /** Whether something is being written. */
  get isWriting(): boolean {
    return this.#writes.size > 0;
  }

  /** Waits for what is being written. */
  async settled(): Promise<void> {
    await this.#writes.settled();
  }

  async #claim(lease: Lease, grant: Grant): Promise<boolean> {
    const claim = this.#store.claim(lease, grant);
    try {
      return await withDeadline(claim);
    } catch (error) {
      // It may still be written, or is and the answer was lost. No call follows: the row must not tell of one
      this.#writes
        .track(
          claim.then(
            claimed => {
              if (claimed) {
                this.#release(lease);
              }
            },
            () => this.#release(lease),
          ),
        )
        .catch(() => {});
      throw error;
    }
  }

  #release(lease: Lease): void {
    this.#writes.write(() => this.#store.release(lease)).catch(() => {});
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
    const receivedAtMs = grant.nowMs + (startedAt - grant.readAt);
    const expiresAtMs = receivedAtMs + lifeMs;
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
      receivedAtMs: Math.trunc(receivedAtMs),
      expiresAtMs: Math.trunc(expiresAtMs),
      scopes: response.scopes,
    };
    let writtenAt = 0;
    const settled = await this.#writes.write(
      () => {
        writtenAt = performance.now();
        return this.#store.settle(lease, sealed);
      },
      () =>
        this.#logger?.warn(
          `The renewed tokens of the grant ${grant.id} (${holder.kind}) are lost: the database could not be written in time`,
        ),
    );
    if (!settled) {
      return { kind: 'lost' };
    }
    return {
      kind: 'renewed',
      writtenAt,
      time: { lifeMs, remainingMs: lifeMs - (performance.now() - startedAt) },
      token: this.#vault.issue({
        accessToken: response.accessToken,
        expiresAtMs,
        scopes: response.scopes,
        name: grant.name,
        source: 'refresh',
      }),
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
        answerLost: mayBeSpent(grant),
      },
      this.#random,
    );
    const isAppConnectionRejected = failure.code === 'app_connection_rejected';
    const [definitionHash] = this.#vault.definitionHashes(holder);
    if (
      isAppConnectionRejected ||
      failure.code === 'service_principal_rejected'
    ) {
      this.#rejectedClients.add(holder, failure);
    }
    const settled = await this.#writes.write(() =>
      this.#store.fail(
        lease,
        failure,
        isAppConnectionRejected ? definitionHash : undefined,
      ),
    );
    return settled ? { kind: 'failed', failure } : { kind: 'lost' };
  }
}

/** Without its secret an app connection would look like a public client. */
function requireClientSecret(holder: GrantHolder): void {
  const reason =
    holder.kind === 'user' ? holder.appConnection.secretUnavailable : undefined;
  if (reason) {
    const { code, message } = secretProblem('the app connection', reason);
    throw new DatabricksServiceError(code, { message });
  }
}

function isLeased(grant: Grant): boolean {
  const leftMs = (grant.leaseUntilMs ?? 0) - grant.nowMs;
  return leftMs > 0 && leftMs <= LEASE_MS;
}
