export * from './createDatabricksClient';
export * from './DatabricksCallError';
export * from './DatabricksClient';
export type { AuthorizationRefusal, WorkspaceMetadata } from './probe';
