import { Check } from '@backstage-databricks/plugin-databricks-common';
import { refusalMessage } from '../databricks';
import { check, clientRefused } from '../probes';
import { secretProblem } from '../settings';
import { CheckFacts } from './CheckFacts';

/** Whether there are app connections that Databricks accepts, and a default one for the fabrics that name none. */
export function checkAppConnections(facts: CheckFacts): Check[] {
  return facts.snapshot.appConnections.size === 0
    ? [
        check.failed(
          'app-connection',
          'There is no app connection: register one in the Databricks account console and add it here.',
        ),
      ]
    : [
        ...clients(facts),
        ...defaultAppConnection(facts),
        offlineAccess(facts),
        assignedScopes(facts),
        ...refusedPeople(facts),
      ];
}

function clients({ snapshot, grantFacts }: CheckFacts): Check[] {
  const all = [...snapshot.appConnections.values()];
  return all.map(({ name, secretUnavailable }) => {
    const id = all.length === 1 ? 'app-connection' : `app-connection ${name}`;
    if (secretUnavailable) {
      const of = `the app connection '${name}'`;
      return check.failed(id, secretProblem(of, secretUnavailable).message);
    }
    const rejectedAtMs = grantFacts.rejectedAppConnections.get(name);
    if (rejectedAtMs !== undefined) {
      return at(rejectedAtMs, check.failed(id, clientRefused(name)));
    }
    return check.ok(
      id,
      grantFacts.connections.get(name)
        ? `Databricks accepts the app connection '${name}'.`
        : `There is the app connection '${name}'. Nobody has connected with it yet: test it.`,
    );
  });
}

function defaultAppConnection({ snapshot }: CheckFacts): Check[] {
  if ([...snapshot.appConnections.values()].some(it => it.default)) {
    return [];
  }
  const needing = namesOf(snapshot.fabrics, it => !it.appConnection);
  return [
    check[needing ? 'failed' : 'warning'](
      'default-app-connection',
      `There are several app connections and none is the default. Make one the default${
        needing && `: these fabrics name none: ${needing}`
      }.`,
    ),
  ];
}

function offlineAccess({ snapshot }: CheckFacts): Check {
  const without = namesOf(
    snapshot.appConnections,
    it => !it.scopes.includes('offline_access'),
  );
  return check.that(
    'scopes',
    !without,
    'App connections ask for offline_access.',
    `${without}: without the scope offline_access Databricks gives no refresh token, and every sign-in fails.`,
    'failed',
  );
}

/** As Databricks answered when people signed in and when connections were renewed. */
function assignedScopes({ grantFacts }: CheckFacts): Check {
  const { scopesRejected } = grantFacts;
  const names = [...scopesRejected.keys()].join(', ');
  return scopesRejected.size === 0
    ? check.ok('assigned-scopes', 'Databricks refuses no scopes of users.')
    : at(
        Math.max(...scopesRejected.values()),
        check.failed(
          'assigned-scopes',
          `${names}: Databricks does not assign the requested scopes to users. Correct the scopes here or in the account console.`,
        ),
      );
}

/** The same of people whom it refuses. */
function refusedPeople({ grantFacts }: CheckFacts): Check[] {
  return grantFacts.refused.map(
    ({ issuer, reason, connections, signIns, atMs }) => {
      const whom = [
        ...counted(connections, 'connection'),
        ...counted(signIns, 'sign-in'),
      ].join(', ');
      return at(
        atMs,
        check.failed(
          `refused ${new URL(issuer).host} ${reason}`,
          `${issuer}, ${whom}: ${refusalMessage(reason)}`,
        ),
      );
    },
  );
}

function counted(count: number, what: string): string[] {
  const several = count === 0 ? [] : [`${count} ${what}s`];
  return count === 1 ? [`one ${what}`] : several;
}

/** When it was found out. */
function at(epochMs: number, line: Check): Check {
  return { ...line, at: new Date(epochMs).toISOString() };
}

function namesOf<Definition>(
  definitions: ReadonlyMap<string, Definition>,
  which: (definition: Definition) => boolean,
): string {
  return [...definitions]
    .filter(([, definition]) => which(definition))
    .map(([name]) => name)
    .join(', ');
}
