import {
  createApiFactory,
  createPlugin,
  discoveryApiRef,
  fetchApiRef,
} from '@backstage/core-plugin-api';
import { DatabricksClient } from '@backstage-databricks/plugin-databricks-common';
import { databricksApiRef } from '@backstage-databricks/plugin-databricks-react';
import { legacyRootRouteRef } from './legacyRouteRefs';

/**
 * The Databricks plugin for the legacy frontend system.
 *
 * @public
 */
export const databricksPlugin = createPlugin({
  id: 'databricks',
  routes: { root: legacyRootRouteRef },
  apis: [
    createApiFactory({
      api: databricksApiRef,
      deps: { discoveryApi: discoveryApiRef, fetchApi: fetchApiRef },
      factory: ({ discoveryApi, fetchApi }) =>
        new DatabricksClient({ discoveryApi, fetchApi }),
    }),
  ],
});
