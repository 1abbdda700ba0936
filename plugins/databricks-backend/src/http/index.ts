export { connectionResources } from '../connections/routes';
export {
  CALLBACK_PATH,
  createMetadataRouter,
  createRouter,
} from './createRouter';
export { fabricResources } from '../fabrics/routes';
export { RateLimiter } from '../access/RateLimiter';
export { signInResources } from '../signIn/routes';
export { tokenResources } from '../grants/routes';
export { adminConnectionResources } from '../connections/adminRoutes';
export { appConnectionResources } from '../administration/appConnectionRoutes';
export { encryptionResources } from '../administration/encryptionRoutes';
export {
  fabricDefinitionMethods,
  servicePrincipalResources,
} from '../administration/fabricRoutes';
export type { Resource } from './resource';
export { settingsResources } from '../checks/routes';
export type { CallbackOptions } from './createRouter';
