export * from './createWorkspaceClient';
export * from './DatabricksCallError';
export * from './WorkspaceClient';
export type { AuthorizationRefusal, WorkspaceMetadata } from './probe';
