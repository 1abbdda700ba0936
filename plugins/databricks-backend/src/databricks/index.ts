export { DatabricksCallError } from './DatabricksCallError';
export type { TokenResponse, WorkspaceClient } from './WorkspaceClient';
export { createWorkspaceClient } from './createWorkspaceClient';
export type { WorkspaceMetadata } from './probe';
