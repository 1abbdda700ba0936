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
import { keptFailure, RefreshFailure, refreshFailure } from './refreshFailure';
import { requestTokens, TokenCall } from './requestTokens';

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

/** `busy`: somebody else renews, or this replica stops. `lost`: the row is not what was read any more, read again. */
export type RenewalResult = CallResult | { kind: 'busy' };

/** One finished call, for metrics and audit. `unavailable`: its result could not be written while somebody waited. */
export type RenewalEvent = {
  holder: GrantHolder;
  outcome: 'renewed' | 'lost' | DatabricksErrorCode;
  reasonCode?: string;
  durationMs: number;
};

export type TokenRenewalOptions = {
  store: DatabaseGrantStore;
  vault: TokenVault;
  databricks: WorkspaceClient;
  writes?: PatientWrites;
  logger?: Pick<LoggerService, 'warn'>;
  onRenewal?: (event: RenewalEvent) => void;
  /** Rejects while nothing may be renewed. */
  admit?: () => Promise<void>;
};

/** A call under a lease, and when it began on the monotonic clock. */
type Attempt = TokenCall & { lease: Lease; startedAt: number };

/** One call to Databricks under a lease, and the settling of whatever it answers. */
export class TokenRenewal {
  readonly #options: TokenRenewalOptions;
  readonly #rejectedClients = new RejectedClients();
  /** A graceful stop waits for them. */
  readonly writes: PatientWrites;

  constructor(options: TokenRenewalOptions) {
    this.#options = options;
    this.writes = options.writes ?? new PatientWrites();
  }

  /**
   * Renews, unless somebody else does or nobody should.
   *
   * @throws DatabricksServiceError `paused`, `unavailable`, `credentials_unreadable`, `encryption_key_unavailable`
   */
  async run(holder: GrantHolder, grant: Grant): Promise<RenewalResult> {
    const { admit, databricks, onRenewal, vault } = this.#options;
    await admit?.();
    const paused =
      pauseOf(grant, vault.clientHashes(holder)) ??
      this.#rejectedClients.pause(holder);
    if (paused) {
      return { kind: 'failed', failure: paused };
    }
    // Before the lease: what cannot be opened needs none
    requireClientSecret(holder);
    const refreshToken = vault.refreshToken(grant, holder);
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
      onRenewal?.({
        holder,
        ...told,
        durationMs: performance.now() - startedAt,
      });
    const attempt = { holder, grant, lease, refreshToken, startedAt };
    const result = await requestTokens(databricks, attempt)
      .finally(() => this.#rejectedClients.end(holder))
      .then(
        response => this.#succeed(attempt, response),
        (error: unknown) => this.#fail(attempt, error),
      )
      .catch((error: unknown) => {
        tell({ outcome: 'unavailable' });
        throw error;
      });
    if (result.kind === 'failed') {
      const { code: outcome, reasonCode } = result.failure;
      tell({ outcome, reasonCode });
    } else {
      tell({ outcome: result.kind });
    }
    return result;
  }

  async #claim(lease: Lease, grant: Grant): Promise<boolean> {
    const claim = this.#options.store.claim(lease, grant);
    try {
      return await withDeadline(claim);
    } catch (error) {
      // It may still be written, or is and the answer was lost. No call follows: the row must not tell of one
      const release = (claimed: boolean) => claimed && this.#release(lease);
      this.writes.track(claim.catch(() => true).then(release));
      throw error;
    }
  }

  #release(lease: Lease): void {
    const { store } = this.#options;
    this.writes.write(() => store.release(lease)).catch(() => {});
  }

  async #succeed(
    { holder, grant, lease, refreshToken, startedAt }: Attempt,
    response: TokenResponse,
  ): Promise<CallResult> {
    const { logger, store, vault } = this.#options;
    const { accessToken, scopes } = response;
    this.#rejectedClients.remove(holder);
    const nextRefreshToken = response.refreshToken ?? refreshToken;
    const lifeMs = response.expiresInSeconds * 1000;
    const receivedAtMs = grant.nowMs + (startedAt - grant.readAt);
    const expiresAtMs = receivedAtMs + lifeMs;
    const sealed = {
      accessToken: vault.seal(grant, 'access_token', accessToken),
      refreshToken:
        nextRefreshToken === undefined
          ? undefined
          : vault.seal(grant, 'refresh_token', nextRefreshToken),
      rotated: nextRefreshToken !== refreshToken,
      receivedAtMs: Math.trunc(receivedAtMs),
      expiresAtMs: Math.trunc(expiresAtMs),
      scopes,
    };
    let writtenAt = 0;
    const settled = await this.writes.write(
      () => {
        writtenAt = performance.now();
        return store.settle(lease, sealed);
      },
      () =>
        logger?.warn(
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
      token: vault.issue(accessToken, 'refresh', {
        id: grant.id,
        expiresAtMs,
        scopes,
        name: grant.name,
      }),
    };
  }

  async #fail(
    { holder, grant, lease }: Attempt,
    error: unknown,
  ): Promise<CallResult> {
    const { kind } = holder;
    const failure = refreshFailure(
      error,
      { kind, failures: grant.failures, answerLost: mayBeSpent(grant) },
      Math.random,
    );
    const { store, vault } = this.#options;
    const [clientHash] = vault.clientHashes(holder);
    if (
      failure.code === 'app_connection_rejected' ||
      failure.code === 'service_principal_rejected'
    ) {
      this.#rejectedClients.add(holder, failure);
    }
    const settled = await this.writes.write(() =>
      store.fail(lease, keptFailure(failure, grant), clientHash),
    );
    return settled ? { kind: 'failed', failure } : { kind: 'lost' };
  }
}

/** Without its secret an app connection would look like a public client. */
function requireClientSecret(holder: GrantHolder): void {
  const reason =
    holder.kind === 'user' ? holder.appConnection.secretUnavailable : undefined;
  if (reason) {
    const problem = secretProblem('the app connection', reason);
    throw new DatabricksServiceError(problem.code, problem);
  }
}

function isLeased(grant: Grant): boolean {
  const leftMs = (grant.leaseUntilMs ?? 0) - grant.nowMs;
  return leftMs > 0 && leftMs <= LEASE_MS;
}
