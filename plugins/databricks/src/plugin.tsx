import {
  ApiBlueprint,
  createFrontendPlugin,
  discoveryApiRef,
  fetchApiRef,
  PageBlueprint,
  SubPageBlueprint,
} from '@backstage/frontend-plugin-api';
import {
  EntityCardBlueprint,
  EntityContentBlueprint,
} from '@backstage/plugin-catalog-react/alpha';
import { DatabricksClient } from '@backstage-databricks/plugin-databricks-common';
import { RiDatabase2Line } from '@remixicon/react';
import { databricksApiRef } from '@backstage-databricks/plugin-databricks-react';
import { isDatabricksFabricAvailable } from './isDatabricksFabricAvailable';
import { rootRouteRef } from './routes';

const api = ApiBlueprint.make({
  params: defineParams =>
    defineParams({
      api: databricksApiRef,
      deps: { discoveryApi: discoveryApiRef, fetchApi: fetchApiRef },
      factory: ({ discoveryApi, fetchApi }) =>
        new DatabricksClient({ discoveryApi, fetchApi }),
    }),
});

const page = PageBlueprint.make({
  params: {
    path: '/databricks',
    title: 'Databricks',
    icon: <RiDatabase2Line />,
    routeRef: rootRouteRef,
  },
});

const fabricsSubPage = SubPageBlueprint.make({
  name: 'fabrics',
  attachTo: { id: 'page:databricks', input: 'pages' },
  params: {
    path: 'fabrics',
    title: 'Fabrics',
    loader: () =>
      import('./components/FabricsPage').then(m => <m.FabricsPage />),
  },
});

const settingsSubPage = SubPageBlueprint.make({
  name: 'settings',
  attachTo: { id: 'page:databricks', input: 'pages' },
  params: {
    path: 'settings',
    title: 'Settings',
    loader: () =>
      import('./components/SettingsPage').then(m => <m.SettingsPage />),
  },
});

const connectionsSubPage = SubPageBlueprint.make({
  name: 'connections',
  attachTo: { id: 'page:user-settings', input: 'pages' },
  params: {
    path: 'databricks',
    title: 'Databricks',
    icon: <RiDatabase2Line />,
    loader: () =>
      import('./ConnectionsSubPage').then(m => <m.ConnectionsSubPage />),
  },
});

const entityCard = EntityCardBlueprint.make({
  name: 'fabric',
  params: {
    type: 'info',
    filter: isDatabricksFabricAvailable,
    loader: () =>
      import('./components/EntityFabricCard').then(m => <m.EntityFabricCard />),
  },
});

const entityContent = EntityContentBlueprint.make({
  name: 'fabric',
  params: {
    path: '/databricks',
    title: 'Databricks',
    icon: <RiDatabase2Line />,
    filter: isDatabricksFabricAvailable,
    loader: () =>
      import('./components/EntityFabricContent').then(m => (
        <m.EntityFabricContent />
      )),
  },
});

/**
 * The Databricks plugin for the new frontend system.
 *
 * @public
 */
export const databricksFrontendPlugin = createFrontendPlugin({
  pluginId: 'databricks',
  title: 'Databricks',
  icon: <RiDatabase2Line />,
  info: { packageJson: () => import('../package.json') },
  routes: { root: rootRouteRef },
  extensions: [
    api,
    page,
    fabricsSubPage,
    settingsSubPage,
    connectionsSubPage,
    entityCard,
    entityContent,
  ],
});
