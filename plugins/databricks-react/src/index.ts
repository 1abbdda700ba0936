/**
 * What other plugins' frontends import to work with Databricks.
 *
 * @packageDocumentation
 */
export { databricksApiRef } from './databricksApiRef';
export { useDatabricksApi } from './useDatabricksApi';
