import { useApi } from '@backstage/frontend-plugin-api';
import type {
  DatabricksAdminApi,
  DatabricksApi,
} from '@backstage-databricks/plugin-databricks-common';
import { databricksApiRef } from './databricksApiRef';

/**
 * The client of the Databricks backend plugin. Its methods throw a `DatabricksError`, whose `code` says who must do
 * what.
 *
 * @public
 */
export function useDatabricksApi(): DatabricksApi & DatabricksAdminApi {
  return useApi(databricksApiRef);
}
