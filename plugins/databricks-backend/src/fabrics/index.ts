import { AccessRoom } from '../access';
import { ConnectionsRoom } from '../connections';
import { GrantsRoom } from '../grants';
import { Base } from '../settings';
import { ConnectionSearch } from './ConnectionSearch';
import { DatabaseTestResultStore } from './DatabaseTestResultStore';
import { fabricRoutes } from './fabricRoutes';
import { Fabrics } from './Fabrics';
import { TestResults } from './TestResults';

export type { TestResults } from './TestResults';
export { describeFabricDefinition } from './describeFabricDefinition';

/** What a row, card or page shows of a fabric. */
export function createFabrics(dependencies: {
  access: AccessRoom;
  connections: Pick<ConnectionsRoom, 'store' | 'useStore'>;
  grants: Pick<GrantsRoom, 'servicePrincipals'>;
  base: Pick<Base, 'knex' | 'settings'>;
}) {
  const { knex, settings } = dependencies.base;
  const { access, callers } = dependencies.access;
  const { store: connectionStore, useStore } = dependencies.connections;
  const { servicePrincipals } = dependencies.grants;
  const testResults = new TestResults({
    store: new DatabaseTestResultStore({ knex }),
  });
  const fabrics = new Fabrics({
    access,
    settings,
    connectionStore,
    servicePrincipals,
    testResults,
    useStore,
  });
  const connectionSearch = new ConnectionSearch({
    connectionStore,
    settings,
    testResults,
  });
  return {
    testResults,
    routes: fabricRoutes({ callers, fabrics, connectionSearch }),
  };
}

export type FabricsRoom = ReturnType<typeof createFabrics>;
