export { connectionResources } from './connections';
export {
  CALLBACK_PATH,
  createMetadataRouter,
  createRouter,
} from './createRouter';
export { fabricResources } from './fabrics';
export { RateLimiter } from './RateLimiter';
export { signInResources } from './signIns';
export { tokenResources } from './tokens';
export { adminConnectionResources } from './adminConnections';
export { appConnectionResources } from './appConnections';
export { encryptionResources } from './encryption';
export {
  fabricDefinitionMethods,
  servicePrincipalResources,
} from './fabricDefinitions';
export type { Resource } from './resource';
export { settingsResources } from './settings';
export type { CallbackOptions } from './createRouter';
