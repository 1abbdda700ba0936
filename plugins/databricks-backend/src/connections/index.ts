import { Knex } from 'knex';
import { AccessRoom } from '../access';
import { Sealer } from '../encryption';
import { GrantsRoom } from '../grants';
import { PortalRoom, ScheduledTask } from '../portal';
import { LiveSettings } from '../settings';
import { ConnectionAdmin } from './ConnectionAdmin';
import { connectionAdminRoutes } from './connectionAdminRoutes';
import { connectionRoutes } from './connectionRoutes';
import { ConnectionUses } from './ConnectionUses';
import { DatabaseConnectionCountStore } from './DatabaseConnectionCountStore';
import { DatabaseConnectionSearchStore } from './DatabaseConnectionSearchStore';
import { DatabaseConnectionStore } from './DatabaseConnectionStore';
import { DatabaseConnectionUpkeepStore } from './DatabaseConnectionUpkeepStore';
import { DatabaseGrantUseStore } from './DatabaseGrantUseStore';
import { DatabaseKnownUserStore } from './DatabaseKnownUserStore';
import { KeepAlive } from './KeepAlive';
import { RefusedWork } from './RefusedWork';
import { RemovedUsers, RemovedUsersOptions } from './RemovedUsers';

export type { ConnectionAdmin } from './ConnectionAdmin';
export type {
  CountedConnections,
  DatabaseConnectionCountStore,
} from './DatabaseConnectionCountStore';
export type {
  ConnectionCursor,
  DatabaseConnectionSearchStore,
} from './DatabaseConnectionSearchStore';
export type {
  ConnectionFilter,
  DatabaseConnectionStore,
  NewConnection,
} from './DatabaseConnectionStore';
export type {
  AppConnectionUse,
  ClientConnections,
  DatabaseConnectionUpkeepStore,
} from './DatabaseConnectionUpkeepStore';
export type { DatabaseGrantUseStore, LastUse } from './DatabaseGrantUseStore';
export type { UserConnection } from './UserConnection';
export { describeConnection } from './describeConnection';
export { NO_SUCH_CONNECTION } from './noSuchConnection';
export { pagesById } from './pagesById';
export type { Page } from './pagesById';
export { appConnection, fabric, user, workspace } from './parameters';

/** What users hold: list, describe, end, keep alive, clean up. */
export function createConnections(dependencies: {
  access: AccessRoom;
  base: { knex: Knex; sealer: Sealer; settings: LiveSettings };
  grants: Pick<GrantsRoom, 'engine' | 'tokens'>;
  portal: Pick<PortalRoom, 'audit' | 'changeSignals' | 'metrics'>;
  services: Pick<RemovedUsersOptions, 'auth' | 'catalog' | 'logger'>;
}) {
  const { knex, sealer, settings } = dependencies.base;
  const { callers } = dependencies.access;
  const { engine, tokens } = dependencies.grants;
  const { audit, changeSignals, metrics } = dependencies.portal;
  const { auth, catalog, logger } = dependencies.services;
  const store = new DatabaseConnectionStore({ knex, sealer });
  const upkeep = new DatabaseConnectionUpkeepStore({ knex });
  metrics.observeConnections(() => store.countByStatus());
  const useStore = new DatabaseGrantUseStore({ knex });
  const uses = new ConnectionUses({ store, useStore });
  engine.setUseListener(id => uses.record(id));
  const refusedWork = new RefusedWork({ store });
  tokens.setListener({
    issued: (grantId, consumer) => uses.record(grantId, consumer),
    refused: (user, fabric) => refusedWork.record(user, fabric),
  });
  const noteUses = async () => {
    await uses.flush();
    await refusedWork.flush();
  };
  const connectionAdmin = new ConnectionAdmin({
    store,
    engine,
    changeSignals,
  });
  const keepAlive = new KeepAlive({ store: upkeep, settings, engine });
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
        await upkeep.removeDead([...appConnections.values()], signal);
        // What belongs to no known app connection is removed. If the settings cannot be read again, nothing is
        await settings.reload();
        const names = [
          ...settings.current().appConnections.keys(),
          ...settings.storedNames('appConnection'),
        ];
        await upkeep.removeStranded(names, signal);
      },
    },
    {
      id: 'databricks-note-uses',
      everyMinutes: 1,
      scope: 'local',
      run: noteUses,
    },
    {
      id: 'databricks-removed-users',
      everyMinutes: 60,
      run: signal => removedUsers.run(signal),
    },
  ];
  return {
    store,
    countStore: new DatabaseConnectionCountStore({ knex, sealer }),
    searchStore: new DatabaseConnectionSearchStore({ knex, sealer }),
    useStore,
    upkeep,
    connectionAdmin,
    noteUses,
    routes: [
      ...connectionRoutes({ callers, store, engine, changeSignals }),
      ...connectionAdminRoutes(callers, connectionAdmin),
    ],
    tasks,
  };
}

export type ConnectionsRoom = ReturnType<typeof createConnections>;
