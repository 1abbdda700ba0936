import { LoggerService } from '@backstage/backend-plugin-api';
import { Knex } from 'knex';
import { Connections, ConnectionUses, DatabaseConnectionStore, DatabaseKeepAliveStore, KeepAlive, removeDeadGrants, removeStrandedGrants } from '../connections';
import { WorkspaceClient } from '../databricks';
import { Sealer } from '../encryption';
import { ScheduledTask } from '../portal';
import { LiveSettings } from '../settings';
import { DatabaseGrantStore } from './DatabaseGrantStore';
import { DatabaseServicePrincipalStore } from './DatabaseServicePrincipalStore';
import { GrantReader } from './GrantReader';
import { GrantWaiters } from './GrantWaiters';
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
    onUse?: (grantId: string) => void;
  },
): TokenEngine {
  const store = new DatabaseGrantStore(options);
  const vault = new TokenVault(options);
  return new TokenEngine({
    reader: new GrantReader({
      store,
      servicePrincipals: new DatabaseServicePrincipalStore(options),
      vault,
    }),
    vault,
    patienceMs: options.patienceMs,
    memory: new TokenMemory(),
    renewal: new TokenRenewal({ ...options, store, vault }),
    waiters: new GrantWaiters({ store }),
    onUse: options.onUse,
  });
}

/** Everything that this room offers to others. */
export function createGrants(options: GrantsOptions): {
  grants: DatabaseConnectionStore;
  engine: TokenEngine;
  uses: ConnectionUses;
  connections: Connections;
  servicePrincipals: ServicePrincipals;
  tasks: ScheduledTask[];
} {
  const { knex } = options;
  const grants = new DatabaseConnectionStore(options);
  const uses = new ConnectionUses({ store: new DatabaseGrantStore({ knex }) });
  const engine = createTokenEngine({
    ...options,
    onUse: grantId => uses.record(grantId),
  });
  const keepAlive = new KeepAlive({
    ...options,
    store: new DatabaseKeepAliveStore({ knex }),
    engine,
  });
  return {
    grants,
    engine,
    uses,
    connections: new Connections({ ...options, store: grants, engine }),
    servicePrincipals: new ServicePrincipals({
      store: new DatabaseServicePrincipalStore({ knex }),
      vault: new TokenVault(options),
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
        run: () => uses.flush(),
      },
    ],
  };
}
