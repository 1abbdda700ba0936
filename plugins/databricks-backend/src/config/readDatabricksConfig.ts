import type { Config } from '@backstage/config';
import { InputError } from '@backstage/errors';
import { durationToMilliseconds } from '@backstage/types';
import type { DatabricksEncryptionKeys } from '@backstage-databricks/plugin-databricks-node';
import { DatabricksConfig } from './DatabricksConfig';
import { isDemoKey } from './encryptionKeys';
import { keepStarted } from './keepStarted';
import { ParsedConfig, parseDatabricksConfig } from './parseDatabricksConfig';
import { readEncryption } from './readEncryption';
import {
  AppConnectionSettings,
  resolveAppConnection,
} from './resolveAppConnection';
import { resolveFabric } from './resolveFabric';
import { resolveServicePrincipal } from './resolveServicePrincipal';

/** Where a Backstage backend listens by default. Only tests need it: a real backend does not start without the key. */
const DEFAULT_BACKEND_BASE_URL = 'http://localhost:7007';

/** More problems than this nobody reads. */
const MAX_REPORTED = 20;

/**
 * Reads the root config. The only reader of config in this plugin.
 *
 * @param options.encryptionKeys - what a module provides instead of `databricks.encryption`
 * @param options.started - what the process started with, when the config has changed since
 * @throws InputError that names the path of each bad key and what was expected, never a secret's value.
 */
export function readDatabricksConfig(
  config: Config,
  options: {
    production?: boolean;
    encryptionKeys?: DatabricksEncryptionKeys;
    started?: DatabricksConfig;
  } = {},
): DatabricksConfig {
  const { started, production = process.env.NODE_ENV === 'production' } =
    options;
  const permissionsWanted =
    config.getOptionalBoolean('permission.enabled') ?? false;
  // Backstage asks the policy only if permissions were on at start. If they were not, it allows everybody everything
  const permissionsEnabled =
    permissionsWanted && (started?.permissionsEnabled ?? true);

  const { data, broken, problems } = parseDatabricksConfig(
    config.getOptional('databricks') ?? {},
  );
  const backendBaseUrl = readBaseUrl(config, 'backend.baseUrl', problems);
  const appBaseUrl = readBaseUrl(config, 'app.baseUrl', problems);
  if (!backendBaseUrl && production) {
    problems.push('backend.baseUrl is missing: Databricks redirects to it');
  }
  if (!data) {
    throw invalid(problems);
  }
  if (data.admins.includes('*') && !permissionsEnabled) {
    problems.push(
      "databricks.admins must not be ['*'] while permission.enabled is not true: everybody would administer",
    );
  }
  const { endConnectionsOfRemovedUsers, workspaces, ...plain } = data;
  const encryption = readEncryption(
    data.encryption,
    options.encryptionKeys,
    production,
    // Where parsing has reported the section already, nothing more is reported about it
    broken.has('encryption') ? [] : problems,
  );
  const settings: DatabricksConfig = {
    ...plain,
    encryption,
    appConnections: readAppConnections(data, problems),
    workspaceTitles: readWorkspaceTitles(workspaces, problems),
    consumers: new Map(Object.entries(data.consumers)),
    endConnectionsOfRemovedUsersMs:
      endConnectionsOfRemovedUsers &&
      durationToMilliseconds(endConnectionsOfRemovedUsers),
    fabrics: broken.has('allowedHosts')
      ? []
      : readFabrics(data, production, problems),
    backendBaseUrl: backendBaseUrl ?? DEFAULT_BACKEND_BASE_URL,
    appBaseUrl,
    cors: readCors(config),
    externalPlugins: readExternalPlugins(config),
    usesDemoKey: [...encryption.keys.values()].some(isDemoKey),
    permissionsEnabled,
    production,
  };
  if (problems.length > 0) {
    throw invalid(problems);
  }
  return started ? keepStarted(settings, started, permissionsWanted) : settings;
}

function invalid(problems: string[]): InputError {
  const more = problems.length - MAX_REPORTED;
  return new InputError(
    [
      'The configuration of the Databricks plugin is not valid:',
      ...problems.slice(0, MAX_REPORTED),
      ...(more > 0 ? [`and ${more} more`] : []),
    ].join('\n'),
  );
}

function readBaseUrl(
  config: Config,
  key: string,
  problems: string[],
): string | undefined {
  const text = config.getOptionalString(key);
  if (text === undefined) {
    return undefined;
  }
  if (!URL.canParse(text) || !/^https?:$/.test(new URL(text).protocol)) {
    problems.push(`${key} must be an http or https URL`);
    return undefined;
  }
  return text.replace(/(?<!\/)\/+$/, '');
}

function readCors(config: Config): DatabricksConfig['cors'] {
  const cors = config.getOptionalConfig('backend.cors');
  // Backstage takes one origin or a list, and ignores case
  const origins = [cors?.getOptional('origin')].flat();
  return {
    credentials: cors?.getOptionalBoolean('credentials') ?? false,
    origins: origins
      .filter(origin => typeof origin === 'string')
      .map(origin => origin.toLowerCase()),
  };
}

/** Backstage takes the subject of a static or legacy token as it is written. Those of other kinds it marks as external. */
function readExternalPlugins(config: Config): string[] {
  const callers =
    config.getOptionalConfigArray('backend.auth.externalAccess') ?? [];
  return callers.flatMap(caller => {
    const subject = caller.getOptionalString('options.subject');
    const plugins = caller
      .getOptionalConfigArray('accessRestrictions')
      ?.map(it => it.getString('plugin'));
    const isLetIn = !plugins || plugins.includes('databricks');
    return subject?.startsWith('plugin:') && isLetIn ? subject : [];
  });
}

function readAppConnections(
  { appConnections }: ParsedConfig,
  problems: string[],
): AppConnectionSettings[] {
  const path = 'databricks.appConnections';
  const entries = Object.entries(appConnections);
  const [first, second] = entries.filter(([, input]) => input.default);
  if (second) {
    problems.push(
      `${path}.${second[0]}.default must not be true: ${first[0]} is the default already`,
    );
  }
  return entries.map(([name, input]) => {
    if (!input.public && !input.clientSecret) {
      problems.push(
        `${path}.${name}.clientSecret is missing: it must be a client secret, or \`public: true\` says that the client has none; an unset \${VAR} removes its key`,
      );
    }
    return {
      ...resolveAppConnection(name, input),
      default: input.default ?? entries.length === 1,
    };
  });
}

function readWorkspaceTitles(
  workspaces: ParsedConfig['workspaces'],
  problems: string[],
): ReadonlyMap<string, string> {
  const path = 'databricks.workspaces';
  const names = new Map<string, string>();
  const titles = new Map<string, string>();
  for (const [name, { title, url }] of Object.entries(workspaces)) {
    const { host } = new URL(url);
    const first = names.get(host);
    if (first !== undefined) {
      problems.push(
        `${path}.${name}.url must not name the host of ${path}.${first} again`,
      );
      continue;
    }
    names.set(host, name);
    titles.set(host, title);
  }
  return titles;
}

function readFabrics(
  { allowedHosts, fabrics }: ParsedConfig,
  production: boolean,
  problems: string[],
): DatabricksConfig['fabrics'] {
  return Object.entries(fabrics).flatMap(([name, input]) => {
    const { fabric, problems: found = [] } = resolveFabric(name, input, {
      allowedHosts,
      production,
    });
    for (const { field, message } of found) {
      problems.push(`databricks.fabrics.${name}.${field} ${message}`);
    }
    const servicePrincipal =
      input.servicePrincipal && resolveServicePrincipal(input.servicePrincipal);
    return fabric ? { ...fabric, servicePrincipal } : [];
  });
}
