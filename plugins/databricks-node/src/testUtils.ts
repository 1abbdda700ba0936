/**
 * For the tests of plugins that use Databricks.
 *
 * @packageDocumentation
 */
export { databricksServiceMock } from './databricksServiceMock';
export type { DatabricksServiceMockOptions } from './databricksServiceMock';
export type {
  DatabricksService,
  DatabricksTokenOptions,
} from './DatabricksService';
