import {
  createComponentExtension,
  createRoutableExtension,
} from '@backstage/core-plugin-api';
import { databricksPlugin } from './databricksPlugin';
import { legacyRootRouteRef } from './legacyRouteRefs';

/**
 * The page with all fabrics that the user may use, with its own header and tabs.
 *
 * @public
 */
export const DatabricksPage = databricksPlugin.provide(
  createRoutableExtension({
    name: 'DatabricksPage',
    component: (): Promise<() => JSX.Element> =>
      import('./LegacyPage').then(m => m.LegacyPage),
    mountPoint: legacyRootRouteRef,
  }),
);

/**
 * The card of the fabric that an entity names, for its overview.
 *
 * @public
 */
export const EntityDatabricksFabricCard = databricksPlugin.provide(
  createComponentExtension({
    name: 'EntityDatabricksFabricCard',
    component: {
      lazy: (): Promise<() => JSX.Element> =>
        import('./LegacyEntityCard').then(m => m.LegacyEntityCard),
    },
  }),
);

/**
 * The fabric that an entity names, for a tab of its own.
 *
 * @public
 */
export const EntityDatabricksFabricContent = databricksPlugin.provide(
  createComponentExtension({
    name: 'EntityDatabricksFabricContent',
    component: {
      lazy: (): Promise<() => JSX.Element> =>
        import('./LegacyEntityContent').then(m => m.LegacyEntityContent),
    },
  }),
);

/**
 * The user's connections, for a tab of the user's settings.
 *
 * @public
 */
export const UserSettingsDatabricksConnections = databricksPlugin.provide(
  createComponentExtension({
    name: 'UserSettingsDatabricksConnections',
    component: {
      lazy: (): Promise<() => JSX.Element> =>
        import('./LegacyConnections').then(m => m.LegacyConnections),
    },
  }),
);
