/**
 * Fresh Databricks tokens for other Backstage backend plugins.
 *
 * @packageDocumentation
 */
export { createTokenProvider } from './createTokenProvider';
export { databricksEncryptionKeysExtensionPoint } from './databricksEncryptionKeysExtensionPoint';
export type {
  DatabricksEncryptionKeys,
  DatabricksEncryptionKeysExtensionPoint,
  DatabricksKeys,
} from './databricksEncryptionKeysExtensionPoint';
export type {
  DatabricksService,
  DatabricksTokenOptions,
} from './DatabricksService';
export { databricksServiceRef } from './databricksServiceRef';
export { DatabricksError } from '@backstage-databricks/plugin-databricks-common';
