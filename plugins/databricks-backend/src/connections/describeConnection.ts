import {
  Connection,
  databricksErrors,
  Problem,
} from '@backstage-databricks/plugin-databricks-common';
import {
  issuerOf,
  isWorkspaceOf,
  ResolvedAppConnection,
  ResolvedFabric,
  SettingsSnapshot,
} from '../settings';
import { expiresSoon, signInExpiresAtMs } from './signInExpiry';
import { UserConnection } from './UserConnection';

/**
 * What a reader sees of a connection.
 *
 * @param fabrics - the fabrics that the reader may see: of these we name the ones that the connection serves
 */
export function describeConnection(
  connection: UserConnection,
  { appConnections }: Pick<SettingsSnapshot, 'appConnections'>,
  fabrics: ResolvedFabric[],
  nowMs: number,
): Connection {
  const appConnection = appConnections.get(connection.appConnection);
  const expiresAtMs =
    connection.status === 'connected' && appConnection
      ? signInExpiresAtMs(connection, appConnection)
      : undefined;
  const { status, code } = stateOf(connection, appConnection);
  const { id: _, ...issuer } = issuerOf(
    connection.issuer,
    connection.appConnection,
  );
  return {
    id: connection.id,
    status:
      status === 'connected' &&
      appConnection &&
      expiresAtMs &&
      expiresSoon(expiresAtMs, nowMs, appConnection)
        ? 'expires_soon'
        : status,
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
    reason: code === undefined ? undefined : describeReason(code, connection),
    fabrics: fabrics
      .filter(fabric => isWorkspaceOf(fabric, connection))
      .map(fabric => fabric.name),
  };
}

/** Why a connection needs its user. Without an entry here it is because Databricks ended the sign-in. */
const REASONS: Record<string, string | undefined> = {
  answer_lost:
    'The last renewal of your Databricks sign-in was interrupted and its answer was lost. Nobody has ended your sign-in: reconnect on the card of the fabric.',
  app_connection_changed:
    'The app connection that you signed in with was changed. Reconnect on the card of the fabric.',
  credentials_unreadable: databricksErrors.credentials_unreadable.message,
  encryption_key_unavailable:
    databricksErrors.encryption_key_unavailable.message,
};

function describeReason(code: string, connection: UserConnection): Problem {
  const { appConnection, endedReason: reason } = connection;
  if (code === 'ended_by_admin') {
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
    values: code === 'app_connection_changed' ? { appConnection } : undefined,
  };
}

function stateOf(
  connection: UserConnection,
  appConnection: ResolvedAppConnection | undefined,
): { status: Connection['status']; code?: string } {
  if (connection.status === 'reconnect_required') {
    const { status, reasonCode: code = status } = connection;
    return { status, code };
  }
  if (connection.clientId !== appConnection?.clientId) {
    return { status: 'reconnect_required', code: 'app_connection_changed' };
  }
  if (connection.unreadable === 'key_unavailable') {
    return { status: 'unreadable', code: 'encryption_key_unavailable' };
  }
  return connection.unreadable
    ? { status: 'unreadable', code: 'credentials_unreadable' }
    : { status: 'connected' };
}

function toIso(epochMs: number | undefined): string | undefined {
  return epochMs === undefined ? undefined : new Date(epochMs).toISOString();
}
