import { ResolvedAppConnection } from '../settings';
import { TokenTime } from './lifetimes';

/** What a token is wanted of: the holder of a grant, with what is needed to renew it. */
export type GrantHolder =
  | {
      kind: 'user';
      /** Entity ref. */
      owner: string;
      workspaceUrl: string;
      appConnection: ResolvedAppConnection;
    }
  | {
      kind: 'servicePrincipal';
      /** Name of the fabric. */
      owner: string;
      workspaceUrl: string;
      clientId: string;
      clientSecret: string;
      scopes: readonly string[];
    };

/** A grant as the engine reads it. Instants are epoch milliseconds of the database. */
export type Grant = {
  id: string;
  owner: string;
  clientId: string;
  /** Of a service principal, or of the app connection that Databricks rejected. */
  definitionHash?: string;
  /** Sealed. */
  accessToken?: string;
  /** Sealed. */
  refreshToken?: string;
  scopes: string[];
  name: string;
  receivedAtMs: number;
  expiresAtMs: number;
  generation: number;
  leaseUntilMs?: number;
  status: 'connected' | 'reconnect_required' | 'rejected';
  reasonCode?: string;
  failures: number;
  retryAtMs?: number;
  /** The database's now at the time of reading. */
  nowMs: number;
  /** The same moment, or a little before, on this process's monotonic clock. */
  readAt: number;
};

/**
 * Whether an earlier call may have spent the refresh token without anybody having its successor: whoever held the
 * lease has not settled, or has settled that the answer was lost.
 */
export function isAnswerLost(grant: Grant): boolean {
  return grant.leaseUntilMs !== undefined;
}

/** The time of the stored access token, now. A clock that was set back makes no token live longer than its life. */
export function timeOf(grant: Grant): TokenTime {
  const lifeMs = grant.expiresAtMs - grant.receivedAtMs;
  const elapsedMs = performance.now() - grant.readAt;
  return {
    lifeMs,
    remainingMs: Math.min(lifeMs, grant.expiresAtMs - grant.nowMs) - elapsedMs,
  };
}

/**
 * What memory and single flights are keyed by. A service principal's secret and scopes are part of it: with another
 * secret it is another grant. Never printed. Made for every token; only the last part can contain a line break.
 */
export function holderKey(holder: GrantHolder): string {
  const { kind, owner, workspaceUrl } = holder;
  return holder.kind === 'user'
    ? `${kind}\n${owner}\n${workspaceUrl}\n${holder.appConnection.name}\n${holder.appConnection.clientId}`
    : `${kind}\n${owner}\n${workspaceUrl}\n${
        holder.clientId
      }\n${holder.scopes.join(' ')}\n${holder.clientSecret}`;
}

/** Who calls Databricks for a holder. Never printed. */
export function clientKey(holder: GrantHolder): string {
  return JSON.stringify(
    holder.kind === 'user'
      ? [
          holder.workspaceUrl,
          holder.appConnection.clientId,
          holder.appConnection.clientSecret,
        ]
      : [
          holder.workspaceUrl,
          holder.clientId,
          holder.clientSecret,
          holder.scopes,
        ],
  );
}
