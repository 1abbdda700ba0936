import { AuthService, LoggerService } from '@backstage/backend-plugin-api';
import { CatalogService } from '@backstage/plugin-catalog-node';
import { Knex } from 'knex';
import { Access, Callers } from './access';
import { AuditTrail } from './audit';
import { DatabricksClient } from './databricks';
import { DatabaseSweepStore, Sealer, Sweep } from './encryption';
import { FabricTokens } from './fabrics';
import {
  ConnectionAdmin,
  DatabaseConnectionAdminStore,
  DatabaseKnownUserStore,
  RemovedUsers,
  ServicePrincipals,
  TokenEngine,
} from './grants';
import {
  adminConnectionResources,
  appConnectionResources,
  encryptionResources,
  fabricDefinitionMethods,
  Resource,
  servicePrincipalResources,
  settingsResources,
} from './http';
import { ScheduledTask } from './scheduledWork';
import { sealedTables } from './sealedTables';
import {
  AppConnectionAdmin,
  AppConnectionTest,
  DatabaseDefinitionStore,
  DefinitionChanges,
  DefinitionSecrets,
  FabricAdmin,
  FabricCheck,
  Settings,
  SettingsOverview,
  WorkspaceProbe,
} from './settings';
import { redirectUri, RedirectPath } from './signIn';

/** What admins need, as one part of the plugin. */
export type Administration = {
  resources: Resource[];
  /** `PUT` and `DELETE` of a fabric, beside its `GET`. */
  definitionMethods: Resource['methods'];
  tasks: ScheduledTask[];
};

/** Builds the rooms that change and show settings. */
export function createAdministration(options: {
  access: Access;
  audit: AuditTrail;
  auth: AuthService;
  callers: Callers;
  catalog: CatalogService;
  databricks: DatabricksClient;
  definitions: DatabaseDefinitionStore;
  engine: TokenEngine;
  knex: Knex;
  logger: LoggerService;
  sealer: Sealer;
  secrets: DefinitionSecrets;
  servicePrincipals: ServicePrincipals;
  settings: Settings;
  tokens: FabricTokens;
}): Administration {
  const { knex, logger, sealer, settings } = options;
  const connectionStore = DatabaseConnectionAdminStore.create({ knex });
  const sweep = Sweep.create({
    store: DatabaseSweepStore.create({ knex, tables: sealedTables }),
    tables: sealedTables,
    sealer,
    logger,
  });
  const probe = WorkspaceProbe.create(options);
  const redirectUrls = () => {
    const { config } = settings.current();
    const paths: RedirectPath[] = config.serveMetadataCallback
      ? ['oauthredirect', 'metadata']
      : ['oauthredirect'];
    return paths.map(path => ({ path, url: redirectUri(config, path) }));
  };
  const changes = DefinitionChanges.create(options);
  const rooms = {
    ...options,
    appConnectionAdmin: AppConnectionAdmin.create({ ...options, changes }),
    appConnectionTest: AppConnectionTest.create({
      ...options,
      probe,
      redirectUris: () => redirectUrls().map(it => it.url),
    }),
    connectionAdmin: ConnectionAdmin.create({
      ...options,
      store: connectionStore,
      isKeyAvailable: keyId => sealer.keyIds.includes(keyId),
    }),
    fabricAdmin: FabricAdmin.create({ ...options, changes }),
    fabricCheck: FabricCheck.create({ probe }),
    settingsOverview: SettingsOverview.create({
      settings,
      probe,
      redirectUrls,
      grantFacts: async () => {
        const fabrics = [...settings.current().fabrics.values()];
        const [facts, states] = await Promise.all([
          connectionAdmin.appConnectionFacts(),
          options.servicePrincipals.states(fabrics),
        ]);
        const statuses = [...states].map(
          ([fabric, { status }]) => [fabric, status] as const,
        );
        return { ...facts, servicePrincipals: new Map(statuses) };
      },
      encryption: async () => {
        const overview = await sweep.overview();
        const { running, ...progress } = overview.sweep;
        return {
          ...overview,
          sweep: { state: running ? 'running' : 'idle', ...progress },
        };
      },
      databaseClient: String(knex.client.config.client),
    }),
    sweep,
  };
  const removedUsers = RemovedUsers.create({
    ...rooms,
    store: DatabaseKnownUserStore.create({ knex }),
  });
  const endChangedClients = async () => {
    for (const { name, clientId } of settings
      .current()
      .appConnections.values()) {
      await connectionStore.endOfChangedClient(name, clientId);
    }
  };
  const endChangedClientsSoon = () => {
    endChangedClients().catch(() => {
      logger.warn(
        'Connections of a changed app connection could not be ended yet',
      );
    });
  };
  endChangedClientsSoon();
  settings.onChange(endChangedClientsSoon);
  return {
    resources: [
      ...settingsResources(rooms),
      ...appConnectionResources(rooms),
      ...servicePrincipalResources(rooms),
      ...adminConnectionResources(rooms),
      ...encryptionResources(rooms),
    ],
    definitionMethods: fabricDefinitionMethods(rooms),
    tasks: [
      {
        id: 'databricks-encryption-sweep',
        everyMinutes: 1,
        run: signal => sweep.run(signal),
      },
      {
        id: 'databricks-removed-users',
        everyMinutes: 60,
        run: signal => removedUsers.run(signal),
      },
    ],
  };
}
