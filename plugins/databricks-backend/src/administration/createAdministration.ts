import { AuthService, LoggerService } from '@backstage/backend-plugin-api';
import { CatalogService } from '@backstage/plugin-catalog-node';
import { Knex } from 'knex';
import { Access, Callers } from '../access';
import { settingsResources, SettingsOverview } from '../checks';
import { ConnectionAdmin, DatabaseConnectionStore, DatabaseConnectionUpkeepStore, DatabaseKnownUserStore, RemovedUsers, adminConnectionResources } from '../connections';
import { WorkspaceClient } from '../databricks';
import { Sealer, Sweep } from '../encryption';
import { FabricTokens, ServicePrincipals, TokenEngine } from '../grants';
import { Resource } from '../http';
import { AuditTrail, ChangeSignals, ScheduledTask } from '../portal';
import { AppConnectionProbe, FabricDryRun, WorkspaceProbe } from '../probes';
import { DatabaseDefinitionStore, DefinitionSecrets, LiveSettings } from '../settings';
import { redirectUri, RedirectPath } from '../signIn';
import { AppConnectionChanges } from './AppConnectionChanges';
import { ChangedClients } from './ChangedClients';
import { DefinitionChanges } from './DefinitionChanges';
import { FabricChanges } from './FabricChanges';
import { appConnectionResources } from './appConnectionRoutes';
import { encryptionResources } from './encryptionRoutes';
import { fabricDefinitionMethods, servicePrincipalResources } from './fabricRoutes';

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
  changeSignals: ChangeSignals;
  databricks: WorkspaceClient;
  definitions: DatabaseDefinitionStore;
  engine: TokenEngine;
  knex: Knex;
  logger: LoggerService;
  sealer: Sealer;
  secrets: DefinitionSecrets;
  servicePrincipals: ServicePrincipals;
  settings: LiveSettings;
  sweep: Sweep;
  tokens: FabricTokens;
}): Administration {
  const { knex, settings, sweep } = options;
  const upkeep = new DatabaseConnectionUpkeepStore({ knex });
  const probe = new WorkspaceProbe(options);
  const redirectUrls = () => {
    const { config } = settings.current();
    const paths: RedirectPath[] = config.serveMetadataCallback
      ? ['oauthredirect', 'metadata']
      : ['oauthredirect'];
    return paths.map(path => ({ path, url: redirectUri(config, path) }));
  };
  const changes = new DefinitionChanges(options);
  const connectionAdmin = new ConnectionAdmin({
    ...options,
    store: new DatabaseConnectionStore(options),
    upkeep,
  });
  const changedClients = new ChangedClients({
    ...options,
    end: async connections => {
      const { appConnection } = connections;
      const reason = 'app_connection_changed';
      await upkeep.endOfChangedClient(connections, ended =>
        options.audit.note('connection-end', {
          meta: { appConnection, reason, ended },
        }),
      );
    },
  });
  const rooms = {
    ...options,
    appConnectionAdmin: new AppConnectionChanges({
      ...options,
      changes,
      clientReplaced: (...changed) => changedClients.replaced(...changed),
      clientRemoved: (...removed) => changedClients.removed(...removed),
      endConnections: async appConnection =>
        (await connectionAdmin.remove({ appConnection })).length,
    }),
    appConnectionTest: new AppConnectionProbe({
      ...options,
      probe,
      redirectUris: () => redirectUrls().map(it => it.url),
    }),
    connectionAdmin,
    fabricAdmin: new FabricChanges({ ...options, changes }),
    fabricCheck: new FabricDryRun({ probe }),
    settingsOverview: new SettingsOverview({
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
  };
  const removedUsers = new RemovedUsers({
    ...rooms,
    store: new DatabaseKnownUserStore({ knex }),
  });
  changedClients.run().catch(() => {});
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
        id: 'databricks-changed-clients',
        everyMinutes: 1,
        scope: 'local',
        run: () => changedClients.run(),
      },
      {
        id: 'databricks-encryption-sweep',
        everyMinutes: 1,
        // Its own lease makes it exclusive, and is taken over far sooner than the scheduler's
        scope: 'local',
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
