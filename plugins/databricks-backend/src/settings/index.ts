import {
  LoggerService,
  RootConfigService,
} from '@backstage/backend-plugin-api';
import { Knex } from 'knex';
import { DatabricksConfig } from '../config';
import { WorkspaceClient } from '../databricks';
import { Sealer } from '../encryption';
import { DatabaseDefinitionStore } from './DatabaseDefinitionStore';
import { DatabasePauseStore } from './DatabasePauseStore';
import { DefinitionSecrets } from './DefinitionSecrets';
import { LiveSettings } from './LiveSettings';

export type {
  DatabaseDefinitionStore,
  DefinitionChange,
  DefinitionKind,
  StoredDefinition,
} from './DatabaseDefinitionStore';
export type { DatabasePauseStore } from './DatabasePauseStore';
export { sealedSecrets } from './DefinitionSecrets';
export type { DefinitionSecrets } from './DefinitionSecrets';
export { appConnectionProblem } from './appConnectionProblem';
export { describeProvenance } from './describeProvenance';
export { identityFor, isSignInNeeded } from './identity';
export type { Identity } from './identity';
export { isWorkspaceOf } from './isWorkspaceOf';
export { issuerOf } from './issuerOf';
export type { LiveSettings } from './LiveSettings';
export { mayGetSecret, workspacesOf } from './mayGetSecret';
export { etagOfRow } from './mergeDefinitions';
export { secretExpiry } from './secretExpiry';
export { secretProblem } from './secretProblem';
export type {
  Provenance,
  ResolvedAppConnection,
  ResolvedFabric,
  SettingsSnapshot,
} from './SettingsSnapshot';
export { workspaceTitle } from './workspaceTitle';

/** What the rooms from here on are built on; each names the parts that it needs. */
export type Base = {
  databricks: WorkspaceClient;
  knex: Knex;
  logger: LoggerService;
  sealer: Sealer;
  settings: LiveSettings;
};

/**
 * What admins define, in app-config and in the portal, merged and kept up to date.
 *
 * @param dependencies.readConfig - reads app-config again, given what the process started with
 */
export async function createSettings(dependencies: {
  base: { knex: Knex; logger: LoggerService; sealer: Sealer };
  config: DatabricksConfig;
  readConfig: (started: DatabricksConfig) => DatabricksConfig;
  rootConfig: RootConfigService;
}) {
  const { config, readConfig, rootConfig } = dependencies;
  const { knex, logger, sealer } = dependencies.base;
  const definitions = new DatabaseDefinitionStore({ knex });
  const pauses = new DatabasePauseStore({ knex });
  const secrets = new DefinitionSecrets({ sealer });
  const settings = await LiveSettings.create({
    config,
    definitions,
    pauses,
    secrets,
    logger,
  });
  settings.watch(rootConfig, readConfig);
  return { settings, definitions, pauses, secrets };
}

export type SettingsRoom = Awaited<ReturnType<typeof createSettings>>;
