import {
  ApiBlueprint,
  coreExtensionData,
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
import {
  DatabricksClient,
  databricksSettingsUpdatePermission,
} from '@backstage-databricks/plugin-databricks-common';
import { RiDatabase2Line } from '@remixicon/react';
import { databricksApiRef } from '@backstage-databricks/plugin-databricks-react';
import { isDatabricksFabricAvailable } from './isDatabricksFabricAvailable';
import { KnownPaths } from './pages/KnownPaths';
import {
  fabricRouteRef,
  notificationSettingsRouteRef,
  rootRouteRef,
  settingsRouteRef,
} from './routes';

const api = ApiBlueprint.make({
  params: defineParams =>
    defineParams({
      api: databricksApiRef,
      deps: { discoveryApi: discoveryApiRef, fetchApi: fetchApiRef },
      factory: ({ discoveryApi, fetchApi }) =>
        new DatabricksClient({ discoveryApi, fetchApi }),
    }),
});

const page = PageBlueprint.makeWithOverrides({
  factory(originalFactory, { inputs }) {
    const paths = inputs.pages.map(it => it.get(coreExtensionData.routePath));
    const original = originalFactory({
      path: '/databricks',
      title: 'Databricks',
      icon: <RiDatabase2Line />,
      routeRef: rootRouteRef,
    });
    return [
      ...[...original].filter(
        ({ id }) => id !== coreExtensionData.reactElement.id,
      ),
      coreExtensionData.reactElement(
        <KnownPaths paths={paths}>
          {original.get(coreExtensionData.reactElement)}
        </KnownPaths>,
      ),
    ];
  },
});

const fabricsSubPage = SubPageBlueprint.make({
  name: 'fabrics',
  attachTo: { id: 'page:databricks', input: 'pages' },
  params: {
    path: 'fabrics',
    title: 'Fabrics',
    loader: () => import('./pages').then(m => <m.FabricsSubPage />),
  },
});

const settingsSubPage = SubPageBlueprint.make({
  name: 'settings',
  if: {
    permissions: {
      $contains: `${databricksSettingsUpdatePermission.name}#update`,
    },
  },
  attachTo: { id: 'page:databricks', input: 'pages' },
  params: {
    path: 'settings',
    title: 'Settings',
    loader: () => import('./pages').then(m => <m.SettingsSubPage />),
  },
});

const entityCard = EntityCardBlueprint.make({
  name: 'fabric',
  params: {
    type: 'info',
    filter: isDatabricksFabricAvailable,
    loader: () => import('./pages').then(m => <m.EntityCard />),
  },
});

const entityContent = EntityContentBlueprint.make({
  name: 'fabric',
  params: {
    path: '/databricks',
    title: 'Databricks',
    icon: <RiDatabase2Line />,
    filter: isDatabricksFabricAvailable,
    loader: () => import('./pages').then(m => <m.EntityContent />),
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
  externalRoutes: { notificationSettings: notificationSettingsRouteRef },
  routes: {
    root: rootRouteRef,
    fabric: fabricRouteRef,
    settings: settingsRouteRef,
  },
  extensions: [
    api,
    page,
    fabricsSubPage,
    settingsSubPage,
    entityCard,
    entityContent,
  ],
});
