import { LoggerService } from '@backstage/backend-plugin-api';
import { Knex } from 'knex';
import { Connections, DatabaseConnectionStore, DatabaseConnectionUpkeepStore, KeepAlive } from '../connections';
import { WorkspaceClient } from '../databricks';
import { Sealer } from '../encryption';
import { ScheduledTask } from '../portal';
import { LiveSettings } from '../settings';
import { ConnectionUses } from './ConnectionUses';
import { DatabaseGrantStore } from './DatabaseGrantStore';
import { GrantReader } from './GrantReader';
import { PatientWrites } from './PatientWrites';
import { ServicePrincipals } from './ServicePrincipals';
import { TokenEngine } from './TokenEngine';
import { TokenMemory } from './TokenMemory';
import { RenewalEvent, TokenRenewal } from './TokenRenewal';
import { TokenVault } from './TokenVault';

type GrantsOptions = {
  knex: Knex;
  sealer: Sealer;
  databricks: WorkspaceClient;
  settings: LiveSettings;
  logger?: Pick<LoggerService, 'warn'>;
  onRenewal?: (event: RenewalEvent) => void;
};

/** The token engine with its parts. */
export function createTokenEngine(
  options: Omit<GrantsOptions, 'settings'> & {
    patienceMs?: number;
    writes?: PatientWrites;
  },
): TokenEngine {
  const store = new DatabaseGrantStore(options);
  const vault = new TokenVault({ ...options, store });
  return new TokenEngine({
    reader: new GrantReader({ store, vault }),
    vault,
    patienceMs: options.patienceMs,
    memory: new TokenMemory(),
    renewal: new TokenRenewal({ ...options, store, vault }),
    uses: new ConnectionUses({ store }),
  });
}

/** Everything that this room offers to others. */
export function createGrants(options: GrantsOptions): {
  grants: DatabaseConnectionStore;
  engine: TokenEngine;
  connections: Connections;
  servicePrincipals: ServicePrincipals;
  tasks: ScheduledTask[];
} {
  const { knex } = options;
  const store = new DatabaseGrantStore({ knex });
  const upkeep = new DatabaseConnectionUpkeepStore({ knex });
  const grants = new DatabaseConnectionStore(options);
  const engine = createTokenEngine(options);
  const keepAlive = new KeepAlive({
    ...options,
    store: upkeep,
    engine,
  });
  return {
    grants,
    engine,
    connections: new Connections({ ...options, store: grants, engine }),
    servicePrincipals: new ServicePrincipals({
      store,
      vault: new TokenVault({ ...options, store }),
    }),
    tasks: [
      {
        id: 'databricks-keep-alive',
        everyMinutes: 10,
        run: signal => keepAlive.run(signal),
      },
      {
        id: 'databricks-remove-dead-grants',
        everyMinutes: 60,
        run: async signal => {
          const { settings } = options;
          const { appConnections } = settings.current();
          await upkeep.removeDead([...appConnections.values()], signal);
          // What is known may be old: whoever cannot ask now asks an hour later
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
        run: () => engine.noteUses(),
      },
    ],
  };
}
