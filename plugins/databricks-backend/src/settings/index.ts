export { DatabaseDefinitionStore } from './DatabaseDefinitionStore';
export { DefinitionSecrets, secretPlace } from './DefinitionSecrets';
export { Settings } from './Settings';
export type {
  AppConnection,
  FabricDefinition,
  SettingsSnapshot,
} from './SettingsSnapshot';
export { AppConnectionAdmin } from './AppConnectionAdmin';
export { AppConnectionTest } from './AppConnectionTest';
export { DefinitionChanges } from './DefinitionChanges';
export type { Precondition } from './DefinitionChanges';
export { FabricAdmin } from './FabricAdmin';
export { FabricCheck } from './FabricCheck';
export { SettingsOverview } from './SettingsOverview';
export type { GrantFacts } from './SettingsOverview';
export { WorkspaceProbe } from './WorkspaceProbe';
export { ChangedClients } from './ChangedClients';
export type { ClientConnections } from './ChangedClients';
export { secretExpiry } from './secretExpiry';
export { secretProblem } from './secretProblem';
