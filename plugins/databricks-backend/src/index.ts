/**
 * Databricks OAuth for Backstage: the backend plugin.
 *
 * @packageDocumentation
 */
export { databricksPlugin as default } from './plugin';
