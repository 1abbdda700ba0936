import {
  Connection,
  Problem,
} from '@backstage-databricks/plugin-databricks-common';
import { connectionProblem, refusalProblem } from '../grants';
import {
  issuerOf,
  isWorkspaceOf,
  ResolvedAppConnection,
  ResolvedFabric,
  SettingsSnapshot,
  workspaceTitle,
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
  snapshot: Pick<SettingsSnapshot, 'appConnections' | 'config'>,
  fabrics: ResolvedFabric[],
  nowMs: number,
): Connection {
  const appConnection = snapshot.appConnections.get(connection.appConnection);
  const expiresAtMs =
    connection.status === 'connected' && appConnection
      ? signInExpiresAtMs(connection, appConnection)
      : undefined;
  const { status, code } = stateOf(connection, appConnection);
  const { id: issuerId, ...issuer } = issuerOf(
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
    issuer: { ...issuer, title: workspaceTitle(issuer.url, snapshot) },
    issuerId,
    workspaceUrl: connection.issuer,
    appConnection: connection.appConnection,
    databricksUser: connection.databricksUser,
    otherPerson: connection.otherPerson,
    replacedUserName: connection.previousUserName,
    scopes: connection.scopes,
    connectedAt: new Date(connection.connectedAtMs).toISOString(),
    lastRefreshedAt: toIso(connection.refreshedAtMs),
    endedAt:
      status === 'reconnect_required' ? toIso(connection.endedAtMs) : undefined,
    accessTokenExpiresAt: toIso(connection.expiresAtMs),
    signInExpiresAt: toIso(expiresAtMs),
    reason: problemOf(connection, code),
    fabrics: fabrics
      .filter(fabric => isWorkspaceOf(fabric, connection))
      .map(fabric => fabric.name),
  };
}

/** Why it needs its user, or else why it cannot be renewed although it is connected. */
function problemOf(
  connection: UserConnection,
  code: string | undefined,
): Problem | undefined {
  if (code !== undefined) {
    return connectionProblem(code, connection);
  }
  const { refusal, clientProblem } = connection;
  return refusal === undefined ? clientProblem : refusalProblem(refusal);
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
