export { createWorkspaceClient } from './createWorkspaceClient';
export type { WorkspaceClient } from './createWorkspaceClient';
export {
  DatabricksCallError,
  describeNetworkFailure,
  isNetworkFailure,
  isNetworkRefusal,
  isRefusal,
  refusalMessage,
} from './DatabricksCallError';
export type { DatabricksRefusal } from './DatabricksCallError';
export { printableText } from './printableText';
export { proxyFromEnvironment } from './proxyFromEnvironment';
export type { TokenResponse } from './tokenResponse';
export type { Caller } from './workspaceApi';
