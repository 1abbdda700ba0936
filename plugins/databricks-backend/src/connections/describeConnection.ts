import {
  Connection,
  databricksErrors,
  Problem,
} from '@backstage-databricks/plugin-databricks-common';
import { ResolvedAppConnection } from '../settings';
import { UserConnection } from './UserConnection';
import { expiresSoon, signInExpiresAtMs } from './signInExpiry';

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
  return {
    id: connection.id,
    status: statusOf(connection, reason, expiresAtMs, nowMs, appConnection),
    workspaceUrl: connection.issuer,
    appConnection: connection.appConnection,
    databricksUser: connection.databricksUser,
    ...(connection.previousUserName
      ? { replacedUserName: connection.previousUserName }
      : {}),
    scopes: connection.scopes,
    connectedAt: toIso(connection.connectedAtMs),
    ...(connection.refreshedAtMs
      ? { lastRefreshedAt: toIso(connection.refreshedAtMs) }
      : {}),
    ...(connection.expiresAtMs
      ? { accessTokenExpiresAt: toIso(connection.expiresAtMs) }
      : {}),
    ...(expiresAtMs ? { signInExpiresAt: toIso(expiresAtMs) } : {}),
    ...(reason ? { reason } : {}),
    fabrics,
  };
}

/** Why a connection has ended, where it is not that Databricks ended it. */
const endReasons: Record<string, string | undefined> = {
  answer_lost:
    'The last renewal of your Databricks sign-in was interrupted and its answer was lost. Nobody has ended your sign-in: reconnect on the card of the fabric.',
  app_connection_changed:
    'The app connection that you signed in with was changed. Reconnect on the card of the fabric.',
};

function reasonOf(
  connection: UserConnection,
  appConnection: ResolvedAppConnection | undefined,
): Problem | undefined {
  if (connection.status === 'connected') {
    if (connection.clientId !== (appConnection?.clientId ?? '')) {
      return {
        code: 'app_connection_changed',
        message:
          'The app connection that you signed in with was changed. Reconnect on the card of the fabric.',
      };
    }
    switch (connection.unreadable) {
      case undefined:
        return undefined;
      case 'key_unavailable':
        return problem('encryption_key_unavailable');
      default:
        return problem('credentials_unreadable');
    }
  }
  if (connection.reasonCode === 'ended_by_admin') {
    const { endedReason } = connection;
    return {
      code: 'ended_by_admin',
      message: `An admin of the portal has ended your connection${
        endedReason ? ` and wrote: '${endedReason}'` : ''
      }. Reconnect on the card of the fabric.`,
    };
  }
  return {
    code: connection.reasonCode ?? 'reconnect_required',
    message:
      endReasons[connection.reasonCode ?? ''] ??
      databricksErrors.reconnect_required.user,
  };
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

function problem(
  code: 'encryption_key_unavailable' | 'credentials_unreadable',
): Problem {
  return { code, message: databricksErrors[code].user };
}

function toIso(epochMs: number): string {
  return new Date(epochMs).toISOString();
}
