/**
 * Databricks in the Backstage portal: fabric cards and connections. The default export is the plugin for the new
 * frontend system, the named exports are for the legacy one.
 *
 * @packageDocumentation
 */
export { databricksFrontendPlugin as default } from './plugin';
export { isDatabricksFabricAvailable } from './isDatabricksFabricAvailable';
export { databricksTranslationRef } from './translation';
export * from './legacy';
