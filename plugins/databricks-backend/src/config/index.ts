export type { AppConnectionSettings, ConsumerSettings, DatabricksConfig, FabricSettings } from './DatabricksConfig';
export { appConnectionSettings } from './appConnectionSettings';
export { askKeySource } from './askKeySource';
export type { KeySource } from './askKeySource';
export { fabricSettings } from './fabricSettings';
export { isThisMachine } from './isThisMachine';
export { normalizeEntityRef } from './normalizeEntityRef';
export { readDatabricksConfig } from './readDatabricksConfig';
export { siteProblem } from './siteProblem';
