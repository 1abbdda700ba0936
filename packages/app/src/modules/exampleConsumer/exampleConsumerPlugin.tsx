import {
  createFrontendPlugin,
  createRouteRef,
  PageBlueprint,
} from '@backstage/frontend-plugin-api';
import { RiComputerLine } from '@remixicon/react';

const clustersRouteRef = createRouteRef();

/** What the frontend of a plugin that works with Databricks looks like: a page that needs the user's connection. */
export const exampleConsumerPlugin = createFrontendPlugin({
  pluginId: 'example',
  extensions: [
    PageBlueprint.make({
      params: {
        path: '/clusters',
        title: 'Clusters',
        icon: <RiComputerLine />,
        routeRef: clustersRouteRef,
        loader: () => import('./ClustersPage').then(m => <m.ClustersPage />),
      },
    }),
  ],
});
