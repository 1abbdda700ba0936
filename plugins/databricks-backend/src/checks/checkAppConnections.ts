import { Check } from '@backstage-databricks/plugin-databricks-common';
import { isRefusal } from '../databricks';
import {
  isSignInNeeded,
  ResolvedAppConnection,
  ResolvedFabric,
  workspaceTitle,
} from '../settings';
import { CheckFacts } from './CheckFacts';
import { atTime, checkLine, fewOf } from './checkLine';
import { fixOfAppConnection, fixOfFabric } from './fixOf';

/** Whether there are app connections that Databricks accepts, and one for each fabric. */
export function checkAppConnections(facts: CheckFacts): Check[] {
  if (facts.snapshot.appConnections.size === 0) {
    const fix = { kind: 'add-app-connection' };
    return [
      checkLine('app-connection', 'failed', 'app_connection_none', {}, { fix }),
    ];
  }
  return [
    ...clients(facts),
    ...defaultAppConnection(facts),
    ...unknownAppConnections(facts),
    offlineAccess(facts),
    assignedScopes(facts),
    ...refusedPeople(facts),
  ];
}

function clients({ snapshot, grantFacts }: CheckFacts): Check[] {
  const all = [...snapshot.appConnections.values()];
  return all.map(appConnection => {
    const { name, title, hasClientSecret, secretUnavailable } = appConnection;
    const id = all.length === 1 ? 'app-connection' : `app-connection ${name}`;
    const of = { appConnection: title };
    const fix = fixOfAppConnection(appConnection, 'app-connection-secret');
    if (secretUnavailable) {
      const code =
        secretUnavailable === 'key_unavailable'
          ? 'app_connection_key_missing'
          : 'app_connection_secret_altered';
      return checkLine(id, 'failed', code, of, { fix });
    }
    const rejectedAtMs = grantFacts.rejectedAppConnections.get(name);
    if (rejectedAtMs !== undefined) {
      const at = atTime(rejectedAtMs);
      return hasClientSecret
        ? checkLine(id, 'failed', 'app_connection_rejected', of, { ...at, fix })
        : checkLine(id, 'failed', 'app_connection_public_rejected', of, {
            ...at,
            fix: fixOfAppConnection(appConnection),
          });
    }
    const code = grantFacts.acceptedAppConnections.has(name)
      ? 'app_connection_accepted'
      : 'app_connection_unchecked';
    return checkLine(id, 'ok', code, of);
  });
}

function defaultAppConnection({ snapshot }: CheckFacts): Check[] {
  if ([...snapshot.appConnections.values()].some(it => it.default)) {
    return [];
  }
  const id = 'default-app-connection';
  const fix = { kind: 'app-connections' };
  const needing = [...snapshot.fabrics.values()].filter(
    it => !it.appConnection,
  );
  return [
    needing.length > 0
      ? checkLine(
          id,
          'failed',
          'no_default_app_connection_needed',
          { fabrics: fewOf(needing.map(it => it.title)) },
          { fix },
        )
      : checkLine(id, 'warning', 'no_default_app_connection', {}, { fix }),
  ];
}

/** A line for each that fabrics name and that nobody has defined. */
function unknownAppConnections({ snapshot }: CheckFacts): Check[] {
  const byName = new Map<string, ResolvedFabric[]>();
  for (const fabric of snapshot.fabrics.values()) {
    const { appConnection } = fabric;
    if (
      appConnection !== undefined &&
      isSignInNeeded(fabric) &&
      !snapshot.appConnections.has(appConnection)
    ) {
      const naming = byName.get(appConnection) ?? [];
      byName.set(appConnection, [...naming, fabric]);
    }
  }
  return [...byName].map(([appConnection, fabrics]) =>
    checkLine(
      `unknown-app-connection ${appConnection}`,
      'warning',
      'unknown_app_connection',
      {
        appConnection,
        count: String(fabrics.length),
        fabrics: fewOf(fabrics.map(it => it.title)),
      },
      { fix: fixOfFabric(fabrics[0]) },
    ),
  );
}

function offlineAccess({ snapshot }: CheckFacts): Check {
  const without = [...snapshot.appConnections.values()].filter(
    it => !it.scopes.includes('offline_access'),
  );
  return without.length === 0
    ? checkLine('scopes', 'ok', 'offline_access_requested', {})
    : checkLine(
        'scopes',
        'failed',
        'offline_access_missing',
        { appConnections: fewOf(without.map(it => it.title)) },
        { fix: fixOfSome(without) },
      );
}

/** As Databricks answered when people signed in and when connections were renewed. */
function assignedScopes({ grantFacts, snapshot }: CheckFacts): Check {
  const { scopesRejected } = grantFacts;
  const rejected = [...snapshot.appConnections.values()].filter(it =>
    scopesRejected.has(it.name),
  );
  return rejected.length === 0
    ? checkLine('assigned-scopes', 'ok', 'scopes_assigned', {})
    : checkLine(
        'assigned-scopes',
        'failed',
        'scopes_rejected',
        { appConnections: fewOf(rejected.map(it => it.title)) },
        {
          ...atTime(Math.max(...scopesRejected.values())),
          fix: fixOfSome(rejected),
        },
      );
}

/** The same of people whom it refuses. */
function refusedPeople({ grantFacts, snapshot }: CheckFacts): Check[] {
  return grantFacts.refused.map(
    ({ issuer, reason, connections, signIns, atMs }) =>
      checkLine(
        `refused ${new URL(issuer).host} ${reason}`,
        'failed',
        isRefusal(reason)
          ? (`people_refused_${reason}` as const)
          : 'people_refused',
        {
          workspace: workspaceTitle(issuer, snapshot),
          connections: String(connections),
          signIns: String(signIns),
        },
        {
          ...atTime(atMs),
          fix: { kind: 'connections-of-workspace', workspace: issuer },
        },
      ),
  );
}

function fixOfSome(appConnections: ResolvedAppConnection[]): Check['fix'] {
  return appConnections.length === 1
    ? fixOfAppConnection(appConnections[0])
    : { kind: 'app-connections' };
}
