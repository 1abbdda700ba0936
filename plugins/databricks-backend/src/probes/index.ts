export { AppConnectionProbe } from './AppConnectionProbe';
export { FabricDryRun } from './FabricDryRun';
export { FabricProbe } from './FabricProbe';
export { WorkspaceProbe } from './WorkspaceProbe';
export { check } from './check';
