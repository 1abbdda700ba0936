import { Check } from '@backstage-databricks/plugin-databricks-common';
import { check } from '../probes';
import { secretProblem, SettingsSnapshot } from '../settings';
import { GrantFacts } from './SettingsOverview';

/** Whether there are app connections that Databricks accepts, and one that fabrics take which name none. */
export function checkAppConnections(
  { appConnections, fabrics }: SettingsSnapshot,
  facts: GrantFacts,
): Check[] {
  const all = [...appConnections.values()];
  if (all.length === 0) {
    return [
      check.failed(
        'app-connection',
        'There is no app connection: register one in the Databricks account console and add it here.',
      ),
    ];
  }
  const needDefault = [...fabrics.values()].filter(it => !it.appConnection);
  return [
    ...all.map(connection => {
      const { name, secretUnavailable } = connection;
      const id = all.length === 1 ? 'app-connection' : `app-connection ${name}`;
      if (secretUnavailable) {
        const of = `the app connection '${name}'`;
        return check.failed(id, secretProblem(of, secretUnavailable).message);
      }
      if (facts.rejectedAppConnections.has(name)) {
        return check.failed(
          id,
          `Databricks refuses the client ID and secret of the app connection '${name}': make a new secret in the account console and enter it here.`,
        );
      }
      return check.ok(
        id,
        (facts.connections.get(name) ?? 0) > 0
          ? `Databricks accepts the app connection '${name}'.`
          : `There is the app connection '${name}'. Nobody has connected with it yet: test it.`,
      );
    }),
    ...(all.some(it => it.default)
      ? []
      : [
          check[needDefault.length > 0 ? 'failed' : 'warning'](
            'default-app-connection',
            `There are several app connections and none is the default. Make one the default${
              needDefault.length > 0
                ? `: these fabrics name none: ${namesOf(needDefault)}`
                : ''
            }.`,
          ),
        ]),
    checkOfflineAccess(all),
    checkAssignedScopes(facts),
  ];
}

function checkOfflineAccess(
  all: { name: string; scopes: readonly string[] }[],
): Check {
  const without = all.filter(it => !it.scopes.includes('offline_access'));
  return without.length === 0
    ? check.ok('scopes', 'App connections ask for offline_access.')
    : check.failed(
        'scopes',
        `${namesOf(
          without,
        )}: without the scope offline_access Databricks gives no refresh token, and every sign-in fails.`,
      );
}

/** What Databricks answered when connections were renewed. */
function checkAssignedScopes({ scopesRejected }: GrantFacts): Check {
  return scopesRejected.size === 0
    ? check.ok('assigned-scopes', 'Databricks refuses no scopes of users.')
    : check.failed(
        'assigned-scopes',
        `${[...scopesRejected].join(
          ', ',
        )}: Databricks does not assign the requested scopes to users any more. Correct the scopes here or in the account console.`,
      );
}

function namesOf(things: { name: string }[]): string {
  return things.map(it => it.name).join(', ');
}
