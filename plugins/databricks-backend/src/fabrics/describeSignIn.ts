import {
  Connection,
  Issuer,
  Problem,
} from '@backstage-databricks/plugin-databricks-common';
import { describeConnection, UserConnection } from '../connections';
import {
  appConnectionProblem,
  issuerOf,
  ResolvedAppConnection,
  ResolvedFabric,
} from '../settings';

/** Where one user signs in for fabrics that share it, and what these warn of because of it. */
export type SignInAtIssuer = {
  issuer: Issuer;
  warnings: Problem[];
  /** Databricks did not answer when the connection was last renewed. */
  unreachable: boolean;
};

/**
 * @param fabrics - all of this user's that share workspace and app connection; at least one
 * @param connection - the user's own there, if any
 */
export function describeSignIn(options: {
  fabrics: ResolvedFabric[];
  appConnection: ResolvedAppConnection | undefined;
  connection: UserConnection | undefined;
  nowMs: number;
}): SignInAtIssuer {
  const { fabrics, appConnection, connection, nowMs } = options;
  const [fabric] = fabrics;
  const problem = appConnectionProblem(fabric, appConnection);
  const described =
    connection &&
    describeConnection({
      connection,
      appConnection,
      fabrics: fabrics.map(({ name }) => name),
      nowMs,
    });
  const name = appConnection?.name ?? fabric.appConnection ?? '';
  return {
    issuer: {
      ...issuerOf(fabric.workspaceUrl, fabric.appConnection),
      appConnection: {
        name,
        title: appConnection?.title ?? (name || 'App connection'),
        ready: !problem,
        problem,
      },
      connection: described ?? { status: 'not_connected' },
      fabrics: fabrics.length,
    },
    warnings: connectionWarnings(described, appConnection),
    unreachable: connection?.unreachable ?? false,
  };
}

function connectionWarnings(
  connection: Connection | undefined,
  appConnection: ResolvedAppConnection | undefined,
): Problem[] {
  if (connection?.status === 'expires_soon') {
    return [
      {
        code: 'sign_in_expires_soon',
        message:
          'Your Databricks sign-in ends soon. Reconnect to keep working without a break.',
      },
    ];
  }
  const missing =
    connection?.status === 'connected' && appConnection
      ? appConnection.scopes.filter(
          scope =>
            scope !== 'offline_access' && !connection.scopes.includes(scope),
        )
      : [];
  if (missing.length === 0) {
    return [];
  }
  const scopes = missing.join(', ');
  return [
    {
      code: 'fewer_scopes',
      message: `Databricks granted less than was asked: ${scopes}. Some of the work here may be refused.`,
      values: { scopes },
    },
  ];
}
