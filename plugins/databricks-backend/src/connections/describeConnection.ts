import {
  Connection,
  databricksErrors,
  Problem,
} from '@backstage-databricks/plugin-databricks-common';
import { issuerOf, ResolvedAppConnection } from '../settings';
import { expiresSoon, signInExpiresAtMs } from './signInExpiry';
import { UserConnection } from './UserConnection';

/** What its user sees of a connection. */
export function describeConnection(options: {
  connection: UserConnection;
  /** Undefined when it was removed. */
  appConnection: ResolvedAppConnection | undefined;
  fabrics: string[];
  nowMs: number;
}): Connection {
  const { connection, appConnection, fabrics, nowMs } = options;
  const expiresAtMs =
    connection.status === 'connected' && appConnection
      ? signInExpiresAtMs(connection, appConnection)
      : undefined;
  const reason = reasonOf(connection, appConnection);
  const { id: _, ...issuer } = issuerOf(
    connection.issuer,
    connection.appConnection,
  );
  return {
    id: connection.id,
    status: statusOf(connection, reason, expiresAtMs, nowMs, appConnection),
    issuer,
    workspaceUrl: connection.issuer,
    appConnection: connection.appConnection,
    databricksUser: connection.databricksUser,
    replacedUserName: connection.previousUserName,
    scopes: connection.scopes,
    connectedAt: new Date(connection.connectedAtMs).toISOString(),
    lastRefreshedAt: toIso(connection.refreshedAtMs),
    accessTokenExpiresAt: toIso(connection.expiresAtMs),
    signInExpiresAt: toIso(expiresAtMs),
    reason,
    fabrics,
  };
}

/** Why a connection needs its user, where it is not that Databricks ended it. */
const REASONS: Record<string, string | undefined> = {
  answer_lost:
    'The last renewal of your Databricks sign-in was interrupted and its answer was lost. Nobody has ended your sign-in: reconnect on the card of the fabric.',
  app_connection_changed:
    'The app connection that you signed in with was changed. Reconnect on the card of the fabric.',
  credentials_unreadable: databricksErrors.credentials_unreadable.message,
  encryption_key_unavailable:
    databricksErrors.encryption_key_unavailable.message,
};

function reasonOf(
  connection: UserConnection,
  appConnection: ResolvedAppConnection | undefined,
): Problem | undefined {
  const code = reasonCodeOf(connection, appConnection);
  if (code === undefined) {
    return undefined;
  }
  if (code === 'ended_by_admin') {
    const { endedReason: reason } = connection;
    return {
      code,
      message: `An admin of the portal has ended your connection${
        reason ? ` and wrote: '${reason}'` : ''
      }. Reconnect on the card of the fabric.`,
      values: reason ? { reason } : undefined,
    };
  }
  return {
    code,
    message: REASONS[code] ?? databricksErrors.reconnect_required.message,
    values:
      code === 'app_connection_changed'
        ? { appConnection: connection.appConnection }
        : undefined,
  };
}

function reasonCodeOf(
  connection: UserConnection,
  appConnection: ResolvedAppConnection | undefined,
): string | undefined {
  if (connection.status === 'reconnect_required') {
    return connection.reasonCode ?? 'reconnect_required';
  }
  if (connection.clientId !== (appConnection?.clientId ?? '')) {
    return 'app_connection_changed';
  }
  switch (connection.unreadable) {
    case undefined:
      return undefined;
    case 'key_unavailable':
      return 'encryption_key_unavailable';
    default:
      return 'credentials_unreadable';
  }
}

function statusOf(
  connection: UserConnection,
  reason: Problem | undefined,
  expiresAtMs: number | undefined,
  nowMs: number,
  appConnection: ResolvedAppConnection | undefined,
): Connection['status'] {
  if (
    connection.status === 'reconnect_required' ||
    reason?.code === 'app_connection_changed'
  ) {
    return 'reconnect_required';
  }
  if (connection.unreadable) {
    return 'unreadable';
  }
  return appConnection &&
    expiresAtMs &&
    expiresSoon(expiresAtMs, nowMs, appConnection)
    ? 'expires_soon'
    : 'connected';
}

function toIso(epochMs: number | undefined): string | undefined {
  return epochMs === undefined ? undefined : new Date(epochMs).toISOString();
}
