export { DatabaseDefinitionStore } from './DatabaseDefinitionStore';
export { DefinitionSecrets, secretPlace } from './DefinitionSecrets';
export { LiveSettings } from './LiveSettings';
export type {
  ResolvedAppConnection,
  ResolvedFabric,
  SettingsSnapshot,
} from './SettingsSnapshot';
export { AppConnectionChanges } from '../administration/AppConnectionChanges';
export { AppConnectionProbe } from '../probes/AppConnectionProbe';
export { DefinitionChanges } from '../administration/DefinitionChanges';
export type { Precondition } from '../administration/DefinitionChanges';
export { FabricChanges } from '../administration/FabricChanges';
export { FabricDryRun } from '../probes/FabricDryRun';
export { SettingsOverview } from '../checks/SettingsOverview';
export type { GrantFacts } from '../checks/SettingsOverview';
export { WorkspaceProbe } from '../probes/WorkspaceProbe';
export { ChangedClients } from '../administration/ChangedClients';
export type { ClientConnections } from '../administration/ChangedClients';
export { secretExpiry } from './secretExpiry';
export { secretProblem } from './secretProblem';
