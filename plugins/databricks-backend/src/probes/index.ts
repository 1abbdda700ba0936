export { AppConnectionProbe } from './AppConnectionProbe';
export { FabricProbe } from './FabricProbe';
export { WorkspaceProbe } from './WorkspaceProbe';
export { check, testResult } from './check';
export { clientAccepted, clientRefused } from './clientChecks';
