import { AccessRoom } from '../access';
import { ConnectionsRoom } from '../connections';
import { GrantsRoom } from '../grants';
import { Base } from '../settings';
import { ScheduledTask } from '../portal';
import { ConnectionSearch } from './ConnectionSearch';
import { DatabaseFabricNameStore } from './DatabaseFabricNameStore';
import { DatabaseTestResultStore } from './DatabaseTestResultStore';
import { FabricNames } from './FabricNames';
import { fabricRoutes } from './fabricRoutes';
import { Fabrics } from './Fabrics';
import { TestResults } from './TestResults';

export type { FabricNames, NamesOfFabric } from './FabricNames';
export { problemOf } from './problemOf';
export type { TestResults } from './TestResults';
export { describeFabricDefinition } from './describeFabricDefinition';

/** What a row, card or page shows of a fabric. */
export function createFabrics(dependencies: {
  access: AccessRoom;
  connections: Pick<ConnectionsRoom, 'store' | 'searchStore' | 'useStore'>;
  grants: Pick<GrantsRoom, 'servicePrincipals' | 'vault'>;
  base: Pick<Base, 'knex' | 'settings'>;
}) {
  const { knex, settings } = dependencies.base;
  const { access, callers } = dependencies.access;
  const { store: connectionStore, useStore } = dependencies.connections;
  const { servicePrincipals, vault } = dependencies.grants;
  const testResults = new TestResults({
    store: new DatabaseTestResultStore({ knex }),
  });
  const nameStore = new DatabaseFabricNameStore({ knex });
  const names = new FabricNames({ store: nameStore });
  const tasks: ScheduledTask[] = [
    {
      id: 'databricks-remove-old-names',
      everyMinutes: 60,
      run: signal => nameStore.removeOld(signal),
    },
  ];
  const fabrics = new Fabrics({
    access,
    settings,
    connectionStore,
    servicePrincipals,
    vault,
    testResults,
    names,
    useStore,
  });
  const connectionSearch = new ConnectionSearch({
    store: dependencies.connections.searchStore,
    settings,
    testResults,
  });
  return {
    names,
    tasks,
    testResults,
    routes: fabricRoutes({ callers, fabrics, connectionSearch }),
  };
}

export type FabricsRoom = ReturnType<typeof createFabrics>;
