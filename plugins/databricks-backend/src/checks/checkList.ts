import {
  Check,
  EncryptionState,
  Settings,
} from '@backstage-databricks/plugin-databricks-common';
import { DatabricksConfig, isThisMachine, siteProblem } from '../config';
import { check } from '../probes';
import { SettingsSnapshot } from '../settings';
import { GrantFacts } from './SettingsOverview';
import { checkAppConnections } from './checkAppConnections';
import { checkServicePrincipals } from './checkServicePrincipals';

/** What the check list looks at, beside the settings. */
export type CheckListFacts = {
  snapshot: SettingsSnapshot;
  configProblem: string | undefined;
  /** `pg` or a kind of SQLite. */
  databaseClient: string;
  /** What each workspace answered. */
  workspaces: Check[];
  redirectUrls: Settings['redirectUrls'];
  encryption: EncryptionState;
  grantFacts: GrantFacts;
  nowMs: number;
};

/** What is right and what is not, with the way to fix it. */
export function checkList(facts: CheckListFacts): Check[] {
  const { snapshot, configProblem, workspaces } = facts;
  const { config } = snapshot;
  return [
    configProblem
      ? check.failed(
          'configuration',
          `The changed configuration is not used, the last good one stays: ${configProblem}`,
        )
      : check.ok('configuration', 'The configuration is valid.'),
    needsRestart(config),
    ...snapshot.problems.map((message, index) =>
      check.warning(`definition-${index + 1}`, message),
    ),
    baseUrl(config),
    origins(facts),
    redirects(facts),
    ...checkAppConnections(snapshot, facts.grantFacts),
    either(
      'encryption-key',
      !config.usesDemoKey,
      'The encryption key is your own.',
      'The encryption key is the public one of the demo. Make your own: openssl rand -base64 32',
    ),
    encryptionKeys(facts),
    either(
      'admins',
      config.admins.length > 0,
      `Administered by ${config.admins.join(', ')}.`,
      'Nobody administers this plugin: set databricks.admins.',
    ),
    permissions(config),
    either(
      'database',
      facts.databaseClient === 'pg',
      'Tokens are kept in PostgreSQL.',
      'Tokens are kept in SQLite, which serves one replica only. Use PostgreSQL in production.',
    ),
    ...checkServicePrincipals(snapshot, facts.grantFacts, facts.nowMs),
    check.ok(
      'consumers',
      config.consumers.size > 0
        ? `Plugins that may ask for tokens: ${[...config.consumers.keys()].join(
            ', ',
          )}.`
        : 'No other plugin may ask for tokens: databricks.consumers is empty.',
    ),
    ...workspaces,
  ];
}

function baseUrl(config: DatabricksConfig): Check {
  const { protocol, hostname } = new URL(config.backendBaseUrl);
  if (protocol === 'https:') {
    return check.ok('base-url', 'The backend is reached by https.');
  }
  return isThisMachine(hostname)
    ? check.warning(
        'base-url',
        'The backend is reached by http on this machine, which is for development only.',
      )
    : check.failed(
        'base-url',
        'backend.baseUrl is plain http: nobody can sign in. Serve the backend by https.',
      );
}

function origins(facts: CheckListFacts): Check {
  const { backendBaseUrl, appBaseUrl, cors } = facts.snapshot.config;
  if (!appBaseUrl) {
    return check.warning(
      'origins',
      'app.baseUrl is not set: the page after a sign-in cannot lead back to the portal.',
    );
  }
  const unrelated = siteProblem(facts.snapshot.config);
  if (unrelated) {
    return check.failed('origins', unrelated);
  }
  const app = new URL(appBaseUrl);
  if (app.origin === new URL(backendBaseUrl).origin) {
    return check.ok('origins', 'Portal and backend have one origin.');
  }
  return cors.credentials && cors.origins.includes(app.origin)
    ? check.ok(
        'origins',
        'The portal may send the sign-in cookie to the backend.',
      )
    : check.failed(
        'origins',
        `Portal and backend have different origins: set backend.cors.credentials: true and backend.cors.origin: ${app.origin}, exactly.`,
      );
}

function needsRestart({ needsRestart: keys = [] }: DatabricksConfig): Check {
  return keys.length === 0
    ? check.ok('restart', 'Everything that is configured is in use.')
    : check.warning(
        'restart',
        `Changed, and used after a restart of the backend only: ${keys.join(
          ', ',
        )}.`,
      );
}

/** Whether Databricks has registered them is what the test of an app connection asks. */
function redirects({ redirectUrls }: CheckListFacts): Check {
  return check.ok(
    'redirect-urls',
    `Databricks must know, exactly: ${redirectUrls
      .map(it => it.url)
      .join(' and ')}. The test of an app connection asks it.`,
  );
}

function encryptionKeys({ encryption }: CheckListFacts): Check {
  const missing = encryption.keys.filter(it => !it.available && it.values > 0);
  return missing.length === 0
    ? check.ok('encryption-keys', 'Every stored value has its encryption key.')
    : check.failed(
        'encryption-keys',
        `Not configured, though stored values need them: ${missing
          .map(it => `${it.id} (${it.values} values)`)
          .join(
            ', ',
          )}. Nothing is lost: configure the keys again and restart the backend.`,
      );
}

function permissions({ permissionsEnabled }: DatabricksConfig): Check {
  return either(
    'permissions',
    permissionsEnabled,
    'The permission framework is on.',
    'The permission framework is off: permission.enabled is not true, or was not when the backend started, so that databricks.admins and the owners of fabrics decide alone.',
  );
}

function either(id: string, good: boolean, yes: string, no: string): Check {
  return good ? check.ok(id, yes) : check.warning(id, no);
}
