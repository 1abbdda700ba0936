import { AccessRoom } from '../access';
import { ConnectionsRoom } from '../connections';
import { GrantsRoom } from '../grants';
import { LiveSettings } from '../settings';
import { fabricRoutes } from './fabricRoutes';
import { Fabrics } from './Fabrics';

export { describeFabricDefinition } from './describeFabricDefinition';

/** What a row, card or page shows of a fabric. */
export function createFabrics(dependencies: {
  access: AccessRoom;
  connections: Pick<ConnectionsRoom, 'connections'>;
  grants: Pick<GrantsRoom, 'servicePrincipals'>;
  base: { settings: LiveSettings };
}) {
  const { settings } = dependencies.base;
  const { access, callers } = dependencies.access;
  const { connections } = dependencies.connections;
  const { servicePrincipals } = dependencies.grants;
  const fabrics = new Fabrics({
    access,
    settings,
    connections,
    servicePrincipals,
  });
  return { routes: fabricRoutes({ callers, fabrics }) };
}
