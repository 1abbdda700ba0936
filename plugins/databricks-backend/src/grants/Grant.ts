import { SealedPlace } from '../encryption';
import { ResolvedAppConnection } from '../settings';
import { TokenTime } from './lifetimes';

/** What a token is wanted of: the holder of a grant, with what is needed to renew it. */
export type GrantHolder =
  | {
      kind: 'user';
      /** Entity ref. */
      owner: string;
      /** Also the issuer: all sign-ins are at workspaces. */
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

/** A holder that is a service principal. */
export type ServicePrincipalHolder = GrantHolder & { kind: 'servicePrincipal' };

/** A grant as it is kept. Instants are epoch milliseconds of the database. */
export type Grant = {
  id: string;
  /** Entity ref of the user, or name of the fabric. */
  owner: string;
  issuer: string;
  /** HMAC of what a service principal is, for its rows only. */
  definitionHash?: string;
  clientId: string;
  /** Whom Databricks knows it as: user name, or client ID of the service principal. */
  name: string;
  scopes: string[];
  /** Where its tokens stand, as it was read. */
  place: Omit<SealedPlace, 'column'>;
  /** Sealed. */
  accessToken?: string;
  /** Sealed. */
  refreshToken?: string;
  /** Encryption key of the tokens. */
  keyId?: string;
  /** When a token did not open, until they open again. */
  unreadableAtMs?: number;
  /** Of the access token. */
  receivedAtMs: number;
  /** Of the access token. */
  expiresAtMs: number;
  generation: number;
  leaseUntilMs?: number;
  answerLost: boolean;
  status: 'connected' | 'reconnect_required' | 'rejected';
  reasonCode?: string;
  /** HMAC of the client that Databricks rejected. */
  rejectedClientHash?: string;
  failures: number;
  retryAtMs?: number;
  /** What the admin wrote who ended it. */
  endedReason?: string;
  /** The database's now at the time of reading. */
  nowMs: number;
  /** The same moment, or a little before, on this process's monotonic clock. */
  readAt: number;
};

/**
 * Whether an earlier call may have spent the refresh token without anybody having its successor: its answer was lost,
 * or whoever held the lease has died.
 */
export function mayBeSpent(
  grant: Pick<Grant, 'answerLost' | 'leaseUntilMs'>,
): boolean {
  return grant.answerLost || grant.leaseUntilMs !== undefined;
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
  const { workspaceUrl } = holder;
  if (holder.kind === 'user') {
    return appConnectionKey(workspaceUrl, holder.appConnection);
  }
  const { clientId, clientSecret, scopes } = holder;
  return JSON.stringify([workspaceUrl, clientId, clientSecret, scopes]);
}

/** The client that an app connection is at an issuer. Never printed. */
export function appConnectionKey(
  issuer: string,
  {
    clientId,
    clientSecret,
  }: Pick<ResolvedAppConnection, 'clientId' | 'clientSecret'>,
): string {
  return JSON.stringify([issuer, clientId, clientSecret]);
}
