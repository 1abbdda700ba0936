import { mockServices } from '@backstage/backend-test-utils';
import { Route } from '../http';
import { createRooms, Services } from '../plugin';
import { memoryDatabase } from './memoryDatabase';

/** Every route of the plugin, as it is mounted. Nothing is asked of the services while the rooms are built. */
export async function allRoutes(): Promise<Route[]> {
  const knex = memoryDatabase();
  const instrument = { addCallback: () => {} };
  const rooms = await createRooms({
    database: { getClient: async () => knex },
    logger: mockServices.rootLogger({ level: 'none' }),
    metrics: {
      createCounter: () => instrument,
      createHistogram: () => instrument,
      createObservableGauge: () => instrument,
    },
    permissionsRegistry: {
      addPermissions: () => {},
      addResourceType: () => {},
      getPermissionRuleset: () => ({ getRuleByName: () => undefined }),
    },
    rootConfig: mockServices.rootConfig({
      data: {
        databricks: {
          encryption: {
            primaryKey: 'k1',
            keys: { k1: { secret: Buffer.alloc(32, 'k1').toString('base64') } },
          },
        },
      },
    }),
  } as unknown as Services);
  await rooms.stop();
  await knex.destroy();
  return [...rooms.routes, rooms.metadataRoute];
}
