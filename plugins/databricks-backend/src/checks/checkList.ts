import { Check } from '@backstage-databricks/plugin-databricks-common';
import { isThisMachine, siteProblem } from '../config';
import { proxyFromEnvironment } from '../databricks';
import { checkAppConnections } from './checkAppConnections';
import { CheckFacts } from './CheckFacts';
import { checkLine } from './checkLine';
import { checkRefs } from './checkRefs';
import { checkServicePrincipals } from './checkServicePrincipals';
import { checkWorkspaces } from './checkWorkspaces';

/** Each entry makes a line of the facts, or several. To add a check, add an entry. */
const CHECKS: ((facts: CheckFacts) => Check | Check[])[] = [
  ({ configProblem: problem }) =>
    problem
      ? checkLine('configuration', 'failed', 'configuration_invalid', {
          problem,
        })
      : checkLine('configuration', 'ok', 'configuration_valid', {}),
  restart,
  definitions,
  baseUrl,
  origins,
  // Only the test of an app connection can tell whether Databricks has registered them
  ({ redirectUrls }) =>
    checkLine('redirect-urls', 'ok', 'redirect_urls', {
      urls: redirectUrls.map(it => it.url).join(', '),
    }),
  checkAppConnections,
  ({ snapshot: { config } }) =>
    config.usesDemoKey
      ? checkLine('encryption-key', 'warning', 'encryption_key_public', {})
      : checkLine('encryption-key', 'ok', 'encryption_key_own', {}),
  encryptionKeys,
  checkRefs,
  ({ snapshot: { config } }) =>
    config.permissionsEnabled
      ? checkLine('permissions', 'ok', 'permissions_on', {})
      : checkLine('permissions', 'warning', 'permissions_off', {}),
  ({ databaseClient }) =>
    databaseClient === 'pg'
      ? checkLine('database', 'ok', 'database_postgresql', {})
      : checkLine('database', 'warning', 'database_sqlite', {}),
  checkServicePrincipals,
  consumers,
  externalPlugins,
  proxy,
  checkWorkspaces,
];

/** What is right and what is not, with the way to fix it, in the order of the list above. */
export function checkList(facts: CheckFacts): Check[] {
  return CHECKS.flatMap(lines => lines(facts));
}

function restart({ snapshot }: CheckFacts): Check {
  const keys = snapshot.config.needsRestart?.join(', ');
  return keys
    ? checkLine('restart', 'warning', 'restart_needed', { keys })
    : checkLine('restart', 'ok', 'restart_not_needed', {});
}

/** What the portal keeps, and does not use. */
function definitions({ snapshot }: CheckFacts): Check[] {
  return snapshot.problems.map(({ kind, what, name, title }, index) => {
    const id = `definition-${index + 1}`;
    const isFabric = kind === 'fabric';
    if (what === 'hidden') {
      const fix = isFabric
        ? { kind: 'show-fabric', fabric: name }
        : { kind: 'show-app-connection', appConnection: name };
      const code = isFabric ? 'fabric_hidden' : 'app_connection_hidden';
      return checkLine(id, 'warning', code, { title }, { fix });
    }
    const code = isFabric ? 'fabric_unusable' : 'app_connection_unusable';
    const fix = { kind: isFabric ? 'fabric' : 'add-app-connection' };
    return checkLine(id, 'warning', code, { name, title }, { fix });
  });
}

function consumers({ snapshot }: CheckFacts): Check {
  const plugins = [...snapshot.config.consumers.keys()].join(', ');
  return plugins
    ? checkLine('consumers', 'ok', 'consumers', { plugins })
    : checkLine('consumers', 'ok', 'consumers_none', {});
}

function externalPlugins({ snapshot }: CheckFacts): Check | Check[] {
  const subjects = snapshot.config.externalPlugins.join(', ');
  const fix = { kind: 'consumers' };
  return subjects
    ? checkLine(
        'external-callers',
        'warning',
        'external_callers',
        { subjects },
        { fix },
      )
    : [];
}

function baseUrl({ snapshot }: CheckFacts): Check {
  const id = 'base-url';
  const { protocol, hostname } = new URL(snapshot.config.backendBaseUrl);
  if (protocol === 'https:') {
    return checkLine(id, 'ok', 'backend_https', {});
  }
  return isThisMachine(hostname)
    ? checkLine(id, 'warning', 'backend_on_this_machine', {})
    : checkLine(id, 'failed', 'backend_plain_http', {});
}

function origins({ snapshot: { config } }: CheckFacts): Check {
  const id = 'origins';
  const { backendBaseUrl, appBaseUrl, cors } = config;
  if (!appBaseUrl) {
    return checkLine(id, 'warning', 'portal_address_unknown', {});
  }
  const { origin } = new URL(appBaseUrl);
  const { origin: backend } = new URL(backendBaseUrl);
  if (siteProblem(config)) {
    const between = { portal: origin, backend };
    return checkLine(id, 'failed', 'portal_unrelated_site', between);
  }
  if (origin === backend) {
    return checkLine(id, 'ok', 'portal_same_origin', {});
  }
  return cors.credentials && cors.origins.includes(origin)
    ? checkLine(id, 'ok', 'portal_sends_cookies', {})
    : checkLine(id, 'failed', 'portal_sends_no_cookies', { origin });
}

/** Names variables, never their values: these may have a password. */
function proxy(): Check | Check[] {
  const id = 'proxy';
  const { used, unusable } = proxyFromEnvironment();
  if (!used) {
    return [];
  }
  const { name: usedVariable } = used;
  if (!used.url) {
    const variable = usedVariable;
    return checkLine(id, 'failed', 'proxy_unusable', { variable });
  }
  const [variable] = unusable;
  return variable
    ? checkLine(id, 'warning', 'proxy_unused_unusable', {
        variable,
        usedVariable,
      })
    : checkLine(id, 'ok', 'proxy_used', { variable: usedVariable });
}

function encryptionKeys({ encryption }: CheckFacts): Check {
  const id = 'encryption-keys';
  const missing = encryption.keys.filter(it => !it.available && it.values > 0);
  const count = missing.reduce((sum, { values }) => sum + values, 0);
  return missing.length === 0
    ? checkLine(id, 'ok', 'encryption_keys_present', {})
    : checkLine(
        id,
        'failed',
        'encryption_keys_missing',
        { count: String(count), keys: missing.map(it => it.id).join(', ') },
        { fix: { kind: 'encryption-keys' } },
      );
}
