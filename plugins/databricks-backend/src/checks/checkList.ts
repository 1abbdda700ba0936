import { Check } from '@backstage-databricks/plugin-databricks-common';
import { isThisMachine, siteProblem } from '../config';
import { proxyFromEnvironment } from '../databricks';
import { check } from '../probes';
import { CheckFacts } from './CheckFacts';
import { checkAppConnections } from './checkAppConnections';
import { checkServicePrincipals } from './checkServicePrincipals';

/** Each entry makes a line of the facts, or several. To add a check, add an entry. */
const CHECKS: ((facts: CheckFacts) => Check | Check[])[] = [
  ({ configProblem }) =>
    check.that(
      'configuration',
      !configProblem,
      'The configuration is valid.',
      `The changed configuration is not used, the last good one stays: ${configProblem}`,
      'failed',
    ),
  restart,
  ({ snapshot }) =>
    snapshot.problems.map((problem, index) =>
      check.warning(`definition-${index + 1}`, problem),
    ),
  baseUrl,
  origins,
  // Only the test of an app connection can tell whether Databricks has registered them
  ({ redirectUrls }) =>
    check.ok(
      'redirect-urls',
      `Databricks must know, exactly: ${redirectUrls
        .map(it => it.url)
        .join(' and ')}. The test of an app connection asks it.`,
    ),
  checkAppConnections,
  ({ snapshot: { config } }) =>
    check.that(
      'encryption-key',
      !config.usesDemoKey,
      'The encryption key is your own.',
      'The encryption key is the public one of the demo. Make your own: openssl rand -base64 32',
    ),
  encryptionKeys,
  ({ snapshot: { config } }) =>
    check.that(
      'admins',
      config.admins.length > 0,
      `Administered by ${config.admins.join(', ')}.`,
      'Nobody administers this plugin: set databricks.admins.',
    ),
  ({ snapshot: { config } }) =>
    check.that(
      'permissions',
      config.permissionsEnabled,
      'The permission framework is on.',
      'The permission framework is off: permission.enabled is not true, or was not when the backend started, so that databricks.admins and the owners of fabrics decide alone.',
    ),
  ({ databaseClient }) =>
    check.that(
      'database',
      databaseClient === 'pg',
      'Tokens are kept in PostgreSQL.',
      'Tokens are kept in SQLite, which serves one replica only. Use PostgreSQL in production.',
    ),
  checkServicePrincipals,
  consumers,
  externalPlugins,
  proxy,
  ({ workspaces }) => workspaces,
];

/** What is right and what is not, with the way to fix it, in the order of the list above. */
export function checkList(facts: CheckFacts): Check[] {
  return CHECKS.flatMap(lines => lines(facts));
}

function restart({ snapshot }: CheckFacts): Check {
  const changed = snapshot.config.needsRestart?.join(', ');
  return check.that(
    'restart',
    !changed,
    'Everything that is configured is in use.',
    `Changed, and used after a restart of the backend only: ${changed}.`,
  );
}

function consumers({ snapshot }: CheckFacts): Check {
  const plugins = [...snapshot.config.consumers.keys()].join(', ');
  return check.ok(
    'consumers',
    plugins
      ? `Plugins that may ask for tokens: ${plugins}.`
      : 'No other plugin may ask for tokens: databricks.consumers is empty.',
  );
}

function externalPlugins({ snapshot }: CheckFacts): Check | Check[] {
  const subjects = snapshot.config.externalPlugins.join(', ');
  return subjects
    ? check.warning(
        'external-callers',
        `backend.auth.externalAccess has tokens with the subject of a plugin: ${subjects}. Whoever has such a token is taken for that plugin, and gets what databricks.consumers allows it. Give them subjects that do not begin with plugin:, or keep them to other plugins by accessRestrictions, and restart the backend.`,
      )
    : [];
}

function baseUrl({ snapshot }: CheckFacts): Check {
  const { protocol, hostname } = new URL(snapshot.config.backendBaseUrl);
  const isHere = isThisMachine(hostname);
  return check.that(
    'base-url',
    protocol === 'https:',
    'The backend is reached by https.',
    isHere
      ? 'The backend is reached by http on this machine, which is for development only.'
      : 'backend.baseUrl is plain http: nobody can sign in. Serve the backend by https.',
    isHere ? 'warning' : 'failed',
  );
}

function origins({ snapshot: { config } }: CheckFacts): Check {
  const id = 'origins';
  const { backendBaseUrl, appBaseUrl, cors } = config;
  if (!appBaseUrl) {
    return check.warning(
      id,
      'app.baseUrl is not set: the page after a sign-in cannot lead back to the portal.',
    );
  }
  const unrelated = siteProblem(config);
  if (unrelated) {
    return check.failed(id, unrelated);
  }
  const { origin } = new URL(appBaseUrl);
  if (origin === new URL(backendBaseUrl).origin) {
    return check.ok(id, 'Portal and backend have one origin.');
  }
  return check.that(
    id,
    cors.credentials && cors.origins.includes(origin),
    'The portal may send the sign-in cookie to the backend.',
    `Portal and backend have different origins: set backend.cors.credentials: true and backend.cors.origin: ${origin}, exactly.`,
    'failed',
  );
}

/** Names variables, never their values: these may have a password. */
function proxy(): Check | Check[] {
  const id = 'proxy';
  const { used, unusable } = proxyFromEnvironment();
  if (!used) {
    return [];
  }
  const mend =
    'A proxy is written as http://<host>:<port>, and special characters of its user and password as %XX. Mend it and restart the backend.';
  if (!used.url) {
    return check.failed(
      id,
      `${used.name} in the backend's environment cannot be used as a proxy. No workspace is called, but those that NO_PROXY names. ${mend}`,
    );
  }
  return check.that(
    id,
    unusable.length === 0,
    `Workspaces are called through the proxy of ${used.name}, but for those that NO_PROXY names.`,
    `${unusable[0]} in the backend's environment cannot be used as a proxy. Workspaces are not called through it, but through that of ${used.name}. ${mend}`,
  );
}

function encryptionKeys({ encryption }: CheckFacts): Check {
  const missing = encryption.keys
    .filter(it => !it.available && it.values > 0)
    .map(it => `${it.id} (${it.values} values)`)
    .join(', ');
  return check.that(
    'encryption-keys',
    !missing,
    'Every stored value has its encryption key.',
    `Not configured, though stored values need them: ${missing}. Nothing is lost: configure the keys again and restart the backend.`,
    'failed',
  );
}
