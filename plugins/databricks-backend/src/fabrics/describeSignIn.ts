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
  SettingsSnapshot,
  workspaceTitle,
} from '../settings';
import { TestResultSummary } from './DatabaseTestResultStore';
import { isKeptOut } from './TestResults';

/** Where a user signs in for some fabrics, and the warnings that these show about the sign-in. */
export type SignInAtIssuer = {
  issuer: Issuer;
  warnings: Problem[];
  /** Databricks did not answer when the connection was last renewed. */
  unreachable: boolean;
  /** Why Databricks refuses the connection for good, as its last renewal or test found. */
  refusal?: string;
  /** ID of the user's connection, if there is one. */
  connectionId?: string;
  /** Of any fabric with this connection. */
  lastTest?: TestResultSummary;
};

/**
 * Describes where a user signs in, and the connection that the user has there.
 *
 * @param fabrics - all fabrics of this user that share a workspace and an app connection; at least one
 * @param connection - that of the user, if there is one
 * @param reader - an admin is told where to mend what is missing; `lastTest`: the last one as this connection
 */
export function describeSignIn(
  fabrics: ResolvedFabric[],
  snapshot: SettingsSnapshot,
  connection: UserConnection | undefined,
  nowMs: number,
  reader: { admin: boolean; lastTest?: TestResultSummary },
): SignInAtIssuer {
  const [fabric] = fabrics;
  const name = fabric.appConnection ?? '';
  const appConnection = snapshot.appConnections.get(name);
  const problem = appConnectionProblem(fabric, appConnection, reader);
  const { lastTest } = reader;
  const refused = identityProblem(lastTest);
  const described = connection && {
    ...describeConnection(connection, snapshot, fabrics, nowMs),
    lastTest: describeIdentityTest(lastTest),
  };
  return {
    issuer: {
      ...issuerOf(fabric.workspaceUrl, fabric.appConnection),
      title: workspaceTitle(fabric.workspaceUrl, snapshot),
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
    refusal:
      connection?.refusal ??
      (refused?.code === 'databricks_refused'
        ? refused.values?.reason ?? refused.code
        : undefined),
    connectionId: connection?.id,
    lastTest,
  };
}

/** What a connection's last test tells of the sign-in itself. */
export function describeIdentityTest(
  test: TestResultSummary | undefined,
): Connection['lastTest'] {
  const problem = identityProblem(test);
  return (
    test && {
      at: new Date(test.testedAtMs).toISOString(),
      ok: !problem,
      problem,
    }
  );
}

/** Why Databricks did not know the user. */
function identityProblem(
  test: TestResultSummary | undefined,
): Problem | undefined {
  return isKeptOut(test) ? test?.problem : undefined;
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
  if (connection?.status !== 'connected' || !appConnection) {
    return [];
  }
  const missing = appConnection.scopes.filter(
    scope => scope !== 'offline_access' && !connection.scopes.includes(scope),
  );
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
