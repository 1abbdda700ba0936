import { AppConnection } from '@backstage-databricks/plugin-databricks-common';
import { clientRefused } from '../probes';
import {
  describeProvenance,
  ResolvedAppConnection,
  secretProblem,
} from '../settings';
import { GrantFacts } from './CheckFacts';
import { atTime } from './checkLine';

type Health = Pick<AppConnection, 'health' | 'healthAt' | 'healthReason'>;

/** An app connection as admins see it, with what Databricks thinks of it. */
export function describeAppConnection(
  connection: ResolvedAppConnection,
  facts: Omit<GrantFacts, 'servicePrincipals'> | undefined,
): AppConnection {
  return {
    ...describeProvenance(connection),
    name: connection.name,
    title: connection.title,
    clientId: connection.clientId,
    public: !connection.hasClientSecret,
    hasClientSecret: connection.hasClientSecret,
    scopes: [...connection.scopes],
    refreshTokenLifetime: { days: connection.refreshTokenLifetimeDays },
    sessionLifetime:
      connection.sessionLifetimeDays === undefined
        ? undefined
        : { days: connection.sessionLifetimeDays },
    default: connection.default,
    ...healthOf(connection, facts),
    connections: facts?.connections.get(connection.name) ?? 0,
  };
}

/** Databricks cannot have rejected what cannot be sent: with a secret that does not open it says nothing of today. */
function healthOf(
  { name, title, secretUnavailable }: ResolvedAppConnection,
  facts: Omit<GrantFacts, 'servicePrincipals'> | undefined,
): Health {
  const values = { appConnection: title };
  if (secretUnavailable) {
    const of = `the app connection ${title}`;
    const healthReason = secretProblem(of, secretUnavailable, values);
    return { health: 'unchecked', healthReason };
  }
  const rejectedAtMs = facts?.rejectedAppConnections.get(name);
  if (rejectedAtMs !== undefined) {
    const code = 'app_connection_rejected';
    return {
      health: 'rejected',
      healthAt: atTime(rejectedAtMs).at,
      healthReason: { code, message: clientRefused(title), values },
    };
  }
  const scopesRejectedAtMs = facts?.scopesRejected.get(name);
  if (scopesRejectedAtMs !== undefined) {
    return {
      health: 'rejected',
      healthAt: atTime(scopesRejectedAtMs).at,
      healthReason: {
        code: 'missing_scopes',
        message: `Databricks does not assign the scopes of the app connection ${title} to users: correct them here, or in the account console.`,
        values,
      },
    };
  }
  const acceptedAtMs = facts?.acceptedAppConnections.get(name);
  return acceptedAtMs === undefined
    ? { health: 'unchecked' }
    : { health: 'accepted', healthAt: atTime(acceptedAtMs).at };
}
