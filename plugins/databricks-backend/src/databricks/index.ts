export { createWorkspaceClient } from './createWorkspaceClient';
export type { WorkspaceClient } from './createWorkspaceClient';
export { DatabricksCallError } from './DatabricksCallError';
export type { TokenResponse } from './tokenResponse';
export type { Caller } from './workspaceApi';
