import type { Config } from '@backstage/config';
import { durationToMilliseconds } from '@backstage/types';
import { DEFAULT_ALLOWED_HOSTS } from '@backstage-databricks/plugin-databricks-common';
import type { DatabricksEncryptionKeys } from '@backstage-databricks/plugin-databricks-node';
import { ConfigProblems } from './ConfigProblems';
import {
  AppConnectionSettings,
  ConsumerSettings,
  DatabricksConfig,
  FabricSettings,
} from './DatabricksConfig';
import { appConnectionSettings } from './appConnectionSettings';
import { DatabricksConfigInput } from './databricksConfigSchema';
import { isDemoKey } from './encryptionKeys';
import { fabricSettings } from './fabricSettings';
import { keepStarted } from './keepStarted';
import { parseDatabricksConfig } from './parseDatabricksConfig';
import { readEncryption } from './readEncryption';

export type * from './DatabricksConfig';

/** Where a Backstage backend listens by default; a real one does not start without `backend.baseUrl`, a test's may. */
const DEFAULT_BACKEND_BASE_URL = 'http://localhost:7007';

/**
 * Reads the root config. The only reader of config in this plugin.
 *
 * @param options.encryptionKeys - what a module provides instead of `databricks.encryption`
 * @param options.started - what the process started with, when the config has changed since
 * @throws InputError that names the path of each bad key and what was expected, never a secret's value.
 */
export function readDatabricksConfig(
  config: Config,
  options?: {
    production?: boolean;
    encryptionKeys?: DatabricksEncryptionKeys;
    started?: DatabricksConfig;
  },
): DatabricksConfig {
  const started = options?.started;
  const production =
    options?.production ?? process.env.NODE_ENV === 'production';
  const permissionsWanted =
    config.getOptionalBoolean('permission.enabled') ?? false;
  // Backstage asks the policy only if this was so at start; until then it allows everything to everybody
  const permissionsEnabled =
    permissionsWanted && (started?.permissionsEnabled ?? true);
  const problems = new ConfigProblems();

  const { data, broken, lines } = parseDatabricksConfig(
    config.getOptional('databricks') ?? {},
  );
  problems.addLines(lines);
  const backendBaseUrl = readBaseUrl(config, 'backend.baseUrl', problems);
  const appBaseUrl = readBaseUrl(config, 'app.baseUrl', problems);
  if (!backendBaseUrl && production) {
    problems.add('backend.baseUrl', 'is missing: Databricks redirects to it');
  }
  if (!data) {
    throw problems.toError();
  }

  const encryption = readEncryption({
    input: data.encryption,
    provided: options?.encryptionKeys,
    production,
    // What is wrong with a section that could not be read has been said.
    problems: broken.has('encryption') ? new ConfigProblems() : problems,
  });
  const settings: DatabricksConfig = {
    admins: readAdmins(data, permissionsEnabled, problems),
    encryption,
    appConnections: readAppConnections(data, problems),
    allowedHosts: data.allowedHosts ?? DEFAULT_ALLOWED_HOSTS,
    allowPrivateNetwork: data.allowPrivateNetwork ?? false,
    serveMetadataCallback: data.serveMetadataCallback ?? true,
    consumers: readConsumers(data),
    endConnectionsOfRemovedUsersMs:
      data.endConnectionsOfRemovedUsers &&
      durationToMilliseconds(data.endConnectionsOfRemovedUsers),
    fabrics: broken.has('allowedHosts')
      ? []
      : readFabrics(data, production, problems),
    backendBaseUrl: backendBaseUrl ?? DEFAULT_BACKEND_BASE_URL,
    appBaseUrl,
    cors: readCors(config),
    usesDemoKey: [...encryption.keys.values()].some(isDemoKey),
    permissionsEnabled,
    production,
  };
  if (problems.any) {
    throw problems.toError();
  }
  return started ? keepStarted(settings, started, permissionsWanted) : settings;
}

function readBaseUrl(
  config: Config,
  key: string,
  problems: ConfigProblems,
): string | undefined {
  const text = config.getOptionalString(key);
  if (text === undefined) {
    return undefined;
  }
  if (!URL.canParse(text) || !/^https?:$/.test(new URL(text).protocol)) {
    problems.add(key, 'must be an http or https URL');
    return undefined;
  }
  return text.replace(/\/+$/, '');
}

function readCors(config: Config): DatabricksConfig['cors'] {
  const cors = config.getOptionalConfig('backend.cors');
  // Backstage takes one origin or a list, and compares without regard to case.
  const origins = [cors?.getOptional('origin')].flat();
  return {
    credentials: cors?.getOptionalBoolean('credentials') ?? false,
    origins: origins
      .filter(origin => typeof origin === 'string')
      .map(origin => origin.toLowerCase()),
  };
}

function readAdmins(
  { admins = [] }: DatabricksConfigInput,
  permissionsEnabled: boolean,
  problems: ConfigProblems,
): string[] {
  const path = 'databricks.admins';
  if (admins.includes('*') && admins.length > 1) {
    problems.add(path, "must not list '*' beside entity refs");
  } else if (admins.includes('*') && !permissionsEnabled) {
    problems.add(
      path,
      "must not be ['*'] while permission.enabled is not true: everybody would administer",
    );
  }
  return [...new Set(admins)];
}

function readAppConnections(
  { appConnections = {} }: DatabricksConfigInput,
  problems: ConfigProblems,
): AppConnectionSettings[] {
  const path = 'databricks.appConnections';
  const entries = Object.entries(appConnections);
  const defaults = entries
    .filter(([, definition]) => definition.default)
    .map(([name]) => name);
  if (defaults.length > 1) {
    problems.add(
      `${path}.${defaults[1]}.default`,
      `must not be true: ${defaults[0]} is the default already`,
    );
  }
  return entries.map(([name, definition]) => {
    if (!definition.public && !definition.clientSecret) {
      problems.add(
        `${path}.${name}.clientSecret`,
        'is missing: it must be a client secret, or `public: true` says that the client has none; an unset ${VAR} removes its key',
      );
    }
    return {
      ...appConnectionSettings(name, definition),
      default: definition.default ?? entries.length === 1,
    };
  });
}

function readConsumers({
  consumers = {},
}: DatabricksConfigInput): ReadonlyMap<string, ConsumerSettings> {
  return new Map(
    Object.entries(consumers).map(([pluginId, consumer]) => {
      const fabrics = consumer.servicePrincipalOf ?? [];
      return [
        pluginId,
        {
          user: consumer.user ?? false,
          servicePrincipalOf: fabrics.includes('*') ? '*' : fabrics,
        },
      ];
    }),
  );
}

function readFabrics(
  data: DatabricksConfigInput,
  production: boolean,
  problems: ConfigProblems,
): FabricSettings[] {
  const rules = {
    allowedHosts: data.allowedHosts ?? DEFAULT_ALLOWED_HOSTS,
    allowLoopback: !production,
  };
  return Object.entries(data.fabrics ?? {}).flatMap(([name, definition]) => {
    const { settings, problems: found } = fabricSettings(
      name,
      definition,
      rules,
    );
    if (found) {
      found.forEach(({ field, message }) =>
        problems.add(`databricks.fabrics.${name}.${field}`, message),
      );
      return [];
    }
    return [settings];
  });
}
