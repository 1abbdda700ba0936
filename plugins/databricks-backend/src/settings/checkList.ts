import { Check } from '@backstage-databricks/plugin-databricks-common';
import { DatabricksConfig } from '../config';
import { isThisMachine } from '../config/isThisMachine';
import { SettingsSnapshot } from './SettingsSnapshot';

/** What the check list looks at, beside the settings. */
export type CheckListFacts = {
  snapshot: SettingsSnapshot;
  configProblem: string | undefined;
  /** `pg` or a kind of SQLite. */
  databaseClient: string;
  /** What each workspace answered. */
  workspaces: Check[];
};

/** What is right and what is not, with the way to fix it. */
export function checkList(facts: CheckListFacts): Check[] {
  const { snapshot, configProblem, workspaces } = facts;
  const { config } = snapshot;
  return [
    check(
      'configuration',
      !configProblem,
      'failed',
      'The configuration is valid.',
      `The changed configuration is not used, the last good one stays: ${configProblem}`,
    ),
    ...snapshot.problems.map((message, index) => ({
      id: `definition-${index + 1}`,
      state: 'warning' as const,
      message,
    })),
    baseUrl(config),
    origins(facts),
    appConnections(snapshot),
    scopes(snapshot),
    check(
      'encryption-key',
      !config.usesDemoKey,
      'warning',
      'The encryption key is your own.',
      'The encryption key is the public one of the demo. Make your own: openssl rand -base64 32',
    ),
    check(
      'admins',
      config.admins.length > 0,
      'warning',
      `Administered by ${config.admins.join(', ')}.`,
      'Nobody administers this plugin: set databricks.admins.',
    ),
    check(
      'permissions',
      config.permissionsEnabled,
      'warning',
      'The permission framework is on.',
      'The permission framework is off: permission.enabled is not true, so that databricks.admins and the owners of fabrics decide alone.',
    ),
    check(
      'database',
      facts.databaseClient === 'pg',
      'warning',
      'Tokens are kept in PostgreSQL.',
      'Tokens are kept in SQLite, which serves one replica only. Use PostgreSQL in production.',
    ),
    servicePrincipals(snapshot),
    check(
      'consumers',
      config.consumers.size > 0,
      'ok',
      `Plugins that may ask for tokens: ${[...config.consumers.keys()].join(
        ', ',
      )}.`,
      'No other plugin may ask for tokens: databricks.consumers is empty.',
    ),
    ...workspaces,
  ];
}

function baseUrl(config: DatabricksConfig): Check {
  const { protocol, hostname } = new URL(config.backendBaseUrl);
  if (protocol === 'https:') {
    return ok('base-url', 'The backend is reached by https.');
  }
  return isThisMachine(hostname)
    ? warning(
        'base-url',
        'The backend is reached by http on this machine, which is for development only.',
      )
    : failed(
        'base-url',
        'backend.baseUrl is plain http: nobody can sign in. Serve the backend by https.',
      );
}

function origins(facts: CheckListFacts): Check {
  const { backendBaseUrl, appBaseUrl, cors } = facts.snapshot.config;
  if (!appBaseUrl) {
    return warning(
      'origins',
      'app.baseUrl is not set: the page after a sign-in cannot lead back to the portal.',
    );
  }
  const app = new URL(appBaseUrl);
  if (app.origin === new URL(backendBaseUrl).origin) {
    return ok('origins', 'Portal and backend have one origin.');
  }
  return cors.credentials && cors.origins.includes(app.origin)
    ? ok('origins', 'The portal may send the sign-in cookie to the backend.')
    : failed(
        'origins',
        `Portal and backend have different origins: set backend.cors.credentials: true and backend.cors.origin: ${app.origin}, exactly.`,
      );
}

function appConnections({ appConnections: all }: SettingsSnapshot): Check {
  const locked = [...all.values()].filter(it => it.secretUnavailable);
  if (all.size === 0) {
    return failed(
      'app-connection',
      'There is no app connection: register one in the Databricks account console and add it here.',
    );
  }
  return check(
    'app-connection',
    locked.length === 0,
    'failed',
    'There is an app connection.',
    `The secret of ${locked
      .map(it => it.name)
      .join(', ')} cannot be opened: its encryption key is not configured.`,
  );
}

function scopes({ appConnections: all }: SettingsSnapshot): Check {
  const without = [...all.values()].filter(
    it => !it.scopes.includes('offline_access'),
  );
  return check(
    'scopes',
    without.length === 0,
    'failed',
    'App connections ask for offline_access.',
    `${without
      .map(it => it.name)
      .join(
        ', ',
      )}: without the scope offline_access Databricks gives no refresh token, and every sign-in fails.`,
  );
}

function servicePrincipals({ fabrics }: SettingsSnapshot): Check {
  const missing = [...fabrics.values()].filter(
    it =>
      !it.servicePrincipal &&
      (it.type !== 'prophecy' || it.oauthType === 'm2m'),
  );
  return check(
    'service-principals',
    missing.length === 0,
    'warning',
    'Every fabric that needs a service principal has one.',
    `Without a service principal, so that scheduled work cannot run: ${missing
      .map(it => it.name)
      .join(', ')}.`,
  );
}

function check(
  id: string,
  good: boolean,
  otherwise: Check['state'],
  yes: string,
  no: string,
): Check {
  return good ? ok(id, yes) : { id, state: otherwise, message: no };
}

function ok(id: string, message: string): Check {
  return { id, state: 'ok', message };
}

function warning(id: string, message: string): Check {
  return { id, state: 'warning', message };
}

function failed(id: string, message: string): Check {
  return { id, state: 'failed', message };
}
