import { AuthService, LoggerService } from '@backstage/backend-plugin-api';
import { CatalogService } from '@backstage/plugin-catalog-node';
import { Knex } from 'knex';
import { AccessRoom } from '../access';
import { Sealer } from '../encryption';
import { GrantsRoom } from '../grants';
import { PortalRoom, ScheduledTask } from '../portal';
import { LiveSettings } from '../settings';
import { ConnectionAdmin } from './ConnectionAdmin';
import { connectionAdminRoutes } from './connectionAdminRoutes';
import { connectionRoutes } from './connectionRoutes';
import { Connections } from './Connections';
import { DatabaseConnectionAdminStore } from './DatabaseConnectionAdminStore';
import { DatabaseConnectionStore } from './DatabaseConnectionStore';
import { DatabaseKeepAliveStore } from './DatabaseKeepAliveStore';
import { connectionsByStatus } from './connectionsByStatus';
import { DatabaseKnownUserStore } from './DatabaseKnownUserStore';
import { KeepAlive } from './KeepAlive';
import { removeDeadGrants } from './removeDeadGrants';
import { RemovedUsers } from './RemovedUsers';
import { removeStrandedGrants } from './removeStrandedGrants';

export type { ConnectionAdmin } from './ConnectionAdmin';
export type { Connections } from './Connections';
export { ConnectionUses } from './ConnectionUses';
export type {
  DatabaseConnectionStore,
  ListedConnection,
  NewConnection,
} from './DatabaseConnectionStore';
export type {
  AppConnectionFacts,
  ClientConnections,
} from './DatabaseConnectionAdminStore';
export { describeConnection } from './describeConnection';

/** What users hold: list, describe, end, keep alive, clean up. */
export function createConnections(dependencies: {
  access: AccessRoom;
  base: {
    knex: Knex;
    sealer: Sealer;
    settings: LiveSettings;
  };
  grants: Pick<GrantsRoom, 'engine'>;
  portal: Pick<PortalRoom, 'audit' | 'changeSignals' | 'metrics'>;
  services: {
    auth: AuthService;
    catalog: CatalogService;
    logger: LoggerService;
  };
}) {
  const { knex, sealer, settings } = dependencies.base;
  const { access, callers } = dependencies.access;
  const { engine } = dependencies.grants;
  const { audit, changeSignals, metrics } = dependencies.portal;
  const { auth, catalog, logger } = dependencies.services;
  metrics.observeConnections(() => connectionsByStatus(knex));
  const store = new DatabaseConnectionStore({ knex, sealer });
  const adminStore = new DatabaseConnectionAdminStore({ knex, sealer });
  const connections = new Connections({ store, settings, engine });
  const connectionAdmin = new ConnectionAdmin({
    store: adminStore,
    settings,
    engine,
    changeSignals,
    sealer,
  });
  const keepAlive = new KeepAlive({
    store: new DatabaseKeepAliveStore({ knex }),
    settings,
    engine,
  });
  const removedUsers = new RemovedUsers({
    auth,
    catalog,
    store: new DatabaseKnownUserStore({ knex }),
    connectionAdmin,
    settings,
    audit,
    logger,
  });
  const tasks: ScheduledTask[] = [
    {
      id: 'databricks-keep-alive',
      everyMinutes: 10,
      run: signal => keepAlive.run(signal),
    },
    {
      id: 'databricks-remove-dead-grants',
      everyMinutes: 60,
      async run(signal) {
        const { appConnections } = settings.current();
        await removeDeadGrants(knex, [...appConnections.values()], signal);
        // What is known may be old: whoever cannot ask now asks an hour later
        await settings.reload();
        const names = [
          ...settings.current().appConnections.keys(),
          ...settings.storedNames('appConnection'),
        ];
        await removeStrandedGrants(knex, names, signal);
      },
    },
    {
      id: 'databricks-note-uses',
      everyMinutes: 1,
      scope: 'local',
      run: () => engine.noteUses(),
    },
    {
      id: 'databricks-removed-users',
      everyMinutes: 60,
      run: signal => removedUsers.run(signal),
    },
  ];
  return {
    store,
    adminStore,
    connections,
    connectionAdmin,
    routes: [
      ...connectionRoutes({ callers, access, connections, changeSignals }),
      ...connectionAdminRoutes({ callers, connectionAdmin }),
    ],
    tasks,
  };
}

export type ConnectionsRoom = ReturnType<typeof createConnections>;
