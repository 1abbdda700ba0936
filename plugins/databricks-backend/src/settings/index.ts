export { DatabaseDefinitionStore } from './DatabaseDefinitionStore';
export { DefinitionSecrets, secretPlace } from './DefinitionSecrets';
export { LiveSettings } from './Settings';
export type {
  ResolvedAppConnection,
  ResolvedFabric,
  SettingsSnapshot,
} from './SettingsSnapshot';
export { AppConnectionChanges } from './AppConnectionAdmin';
export { AppConnectionProbe } from './AppConnectionTest';
export { DefinitionChanges } from './DefinitionChanges';
export type { Precondition } from './DefinitionChanges';
export { FabricChanges } from './FabricAdmin';
export { FabricDryRun } from './FabricCheck';
export { SettingsOverview } from './SettingsOverview';
export type { GrantFacts } from './SettingsOverview';
export { WorkspaceProbe } from './WorkspaceProbe';
export { ChangedClients } from './ChangedClients';
export type { ClientConnections } from './ChangedClients';
export { secretExpiry } from './secretExpiry';
export { secretProblem } from './secretProblem';
