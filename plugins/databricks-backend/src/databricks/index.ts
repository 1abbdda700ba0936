export { DatabricksCallError } from './DatabricksCallError';
export type { Caller, TokenResponse, WorkspaceClient } from './WorkspaceClient';
export type { WorkspaceMetadata } from './authorizationServer';
export { createWorkspaceClient } from './createWorkspaceClient';
