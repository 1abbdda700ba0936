/**
 * Types, error codes, permissions and parsers that the Databricks plugins share.
 *
 * @packageDocumentation
 */
export * from './accessToken';
export * from './annotation';
export * from './appConnectionInput';
export * from './compute';
export * from './connection';
export * from './DatabricksAdminApi';
export * from './DatabricksApi';
export * from './DatabricksClient';
export * from './DatabricksError';
export * from './readDatabricksError';
export { isDefinitionName, NAME_EXPECTED } from './definitionFields';
export * from './errorBody';
export * from './errorCodes';
export * from './fabric';
export * from './fabricInput';
export * from './fabricTarget';
export * from './fullEntityRef';
export * from './jdbcUrl';
export * from './lifetime';
export * from './parsed';
export * from './permissions';
export * from './problem';
export * from './servicePrincipalInput';
export * from './settings';
export * from './signIn';
export * from './strictDefinition';
export * from './unityCatalogName';
export * from './workspaceUrl';
