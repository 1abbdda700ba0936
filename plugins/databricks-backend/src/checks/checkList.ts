import { Check } from '@backstage-databricks/plugin-databricks-common';
import { isThisMachine, siteProblem } from '../config';
import { check } from '../probes';
import { CheckFacts } from './CheckFacts';
import { checkAppConnections } from './checkAppConnections';
import { checkServicePrincipals } from './checkServicePrincipals';

/** Each makes lines of facts. To add a check, write such a function and list it here. */
const CHECKS: ((facts: CheckFacts) => Check | Check[])[] = [
  configuration,
  needsRestart,
  definitions,
  baseUrl,
  origins,
  redirectUrls,
  checkAppConnections,
  demoKey,
  encryptionKeys,
  admins,
  permissions,
  database,
  checkServicePrincipals,
  consumers,
  facts => facts.workspaces,
];

/** What is right and what is not, with the way to fix it, in the order in which it is shown. */
export function checkList(facts: CheckFacts): Check[] {
  return CHECKS.flatMap(lines => lines(facts));
}

function configuration({ configProblem }: CheckFacts): Check {
  return check.that(
    'configuration',
    !configProblem,
    'The configuration is valid.',
    `The changed configuration is not used, the last good one stays: ${configProblem}`,
    'failed',
  );
}

function needsRestart({ snapshot }: CheckFacts): Check {
  const keys = snapshot.config.needsRestart ?? [];
  return check.that(
    'restart',
    keys.length === 0,
    'Everything that is configured is in use.',
    `Changed, and used after a restart of the backend only: ${keys.join(
      ', ',
    )}.`,
  );
}

function definitions({ snapshot }: CheckFacts): Check[] {
  return snapshot.problems.map((problem, index) =>
    check.warning(`definition-${index + 1}`, problem),
  );
}

function baseUrl({ snapshot }: CheckFacts): Check {
  const { protocol, hostname } = new URL(snapshot.config.backendBaseUrl);
  if (protocol !== 'https:' && !isThisMachine(hostname)) {
    return check.failed(
      'base-url',
      'backend.baseUrl is plain http: nobody can sign in. Serve the backend by https.',
    );
  }
  return check.that(
    'base-url',
    protocol === 'https:',
    'The backend is reached by https.',
    'The backend is reached by http on this machine, which is for development only.',
  );
}

function origins({ snapshot: { config } }: CheckFacts): Check {
  const { backendBaseUrl, appBaseUrl, cors } = config;
  if (!appBaseUrl) {
    return check.warning(
      'origins',
      'app.baseUrl is not set: the page after a sign-in cannot lead back to the portal.',
    );
  }
  const unrelated = siteProblem(config);
  if (unrelated) {
    return check.failed('origins', unrelated);
  }
  const { origin } = new URL(appBaseUrl);
  if (origin === new URL(backendBaseUrl).origin) {
    return check.ok('origins', 'Portal and backend have one origin.');
  }
  return check.that(
    'origins',
    cors.credentials && cors.origins.includes(origin),
    'The portal may send the sign-in cookie to the backend.',
    `Portal and backend have different origins: set backend.cors.credentials: true and backend.cors.origin: ${origin}, exactly.`,
    'failed',
  );
}

/** Only the test of an app connection can tell whether Databricks has registered them. */
function redirectUrls(facts: CheckFacts): Check {
  const urls = facts.redirectUrls.map(it => it.url).join(' and ');
  return check.ok(
    'redirect-urls',
    `Databricks must know, exactly: ${urls}. The test of an app connection asks it.`,
  );
}

function demoKey({ snapshot }: CheckFacts): Check {
  return check.that(
    'encryption-key',
    !snapshot.config.usesDemoKey,
    'The encryption key is your own.',
    'The encryption key is the public one of the demo. Make your own: openssl rand -base64 32',
  );
}

function encryptionKeys({ encryption }: CheckFacts): Check {
  const missing = encryption.keys
    .filter(it => !it.available && it.values > 0)
    .map(it => `${it.id} (${it.values} values)`);
  return check.that(
    'encryption-keys',
    missing.length === 0,
    'Every stored value has its encryption key.',
    `Not configured, though stored values need them: ${missing.join(
      ', ',
    )}. Nothing is lost: configure the keys again and restart the backend.`,
    'failed',
  );
}

function admins({ snapshot }: CheckFacts): Check {
  const refs = snapshot.config.admins;
  return check.that(
    'admins',
    refs.length > 0,
    `Administered by ${refs.join(', ')}.`,
    'Nobody administers this plugin: set databricks.admins.',
  );
}

function permissions({ snapshot }: CheckFacts): Check {
  return check.that(
    'permissions',
    snapshot.config.permissionsEnabled,
    'The permission framework is on.',
    'The permission framework is off: permission.enabled is not true, or was not when the backend started, so that databricks.admins and the owners of fabrics decide alone.',
  );
}

function database({ databaseClient }: CheckFacts): Check {
  return check.that(
    'database',
    databaseClient === 'pg',
    'Tokens are kept in PostgreSQL.',
    'Tokens are kept in SQLite, which serves one replica only. Use PostgreSQL in production.',
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
