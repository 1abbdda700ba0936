import { createApiRef } from '@backstage/frontend-plugin-api';
import type {
  DatabricksAdminApi,
  DatabricksApi,
} from '@backstage-databricks/plugin-databricks-common';

/**
 * The client of the Databricks backend plugin, in both frontend systems.
 *
 * @public
 */
export const databricksApiRef = createApiRef<
  DatabricksApi & DatabricksAdminApi
>().with({
  id: 'plugin.databricks.client',
  pluginId: 'databricks',
});
