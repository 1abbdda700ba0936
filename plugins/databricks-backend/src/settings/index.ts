export { DatabaseDefinitionStore } from './DatabaseDefinitionStore';
export type {
  DefinitionChange,
  DefinitionKind,
  StoredDefinition,
} from './DatabaseDefinitionStore';
export { DefinitionSecrets, secretPlace } from './DefinitionSecrets';
export { LiveSettings } from './LiveSettings';
export type {
  Provenance,
  ResolvedAppConnection,
  ResolvedFabric,
  SettingsSnapshot,
} from './SettingsSnapshot';
export { appConnectionProblem } from './appConnectionProblem';
export { identityFor, isSignInNeeded } from './identity';
export type { Identity } from './identity';
export { etagOfRow } from './mergeDefinitions';
export { secretExpiry } from './secretExpiry';
export { secretProblem } from './secretProblem';
export { isWorkspaceOf } from './isWorkspaceOf';
