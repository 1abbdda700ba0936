export { AppConnectionProbe } from './AppConnectionProbe';
export type { TestedClient } from './AppConnectionProbe';
export { FabricProbe } from './FabricProbe';
export { WorkspaceProbe } from './WorkspaceProbe';
export { check, testResult } from './check';
export { CLIENT_ACCEPTED, clientRefused } from './clientSentences';
