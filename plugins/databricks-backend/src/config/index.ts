import { RootConfigService } from '@backstage/backend-plugin-api';
import { askKeySource, KeySource } from './askKeySource';
import { DatabricksConfig } from './DatabricksConfig';
import { readDatabricksConfig } from './readDatabricksConfig';

export { appConnectionSettings } from './appConnectionSettings';
export type { KeySource } from './askKeySource';
export type {
  AppConnectionSettings,
  ConsumerSettings,
  DatabricksConfig,
  FabricSettings,
} from './DatabricksConfig';
export { fabricSettings } from './fabricSettings';
export { isThisMachine } from './isThisMachine';
export { normalizeEntityRef } from './normalizeEntityRef';
export { siteProblem } from './siteProblem';

/**
 * What app-config says, and how to read it again.
 *
 * @param dependencies.keySource - where a module provides the encryption keys
 * @throws Error that names every bad key
 */
export async function createConfig(dependencies: {
  keySource?: KeySource;
  services: { rootConfig: RootConfigService };
}) {
  const { keySource, services } = dependencies;
  const { rootConfig } = services;
  const encryptionKeys = keySource && (await askKeySource(keySource));
  const readConfig = (started?: DatabricksConfig) =>
    readDatabricksConfig(rootConfig, { encryptionKeys, started });
  return { config: readConfig(), readConfig };
}
