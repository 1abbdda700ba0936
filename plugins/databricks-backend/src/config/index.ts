import { RootConfigService } from '@backstage/backend-plugin-api';
import { askKeySource, KeySource } from './askKeySource';
import { DatabricksConfig } from './DatabricksConfig';
import { readDatabricksConfig } from './readDatabricksConfig';

export type { KeySource } from './askKeySource';
export type { ConsumerSettings, DatabricksConfig } from './DatabricksConfig';
export { isThisMachine } from './isThisMachine';
export { normalizeEntityRef } from './normalizeEntityRef';
export { resolveAppConnection } from './resolveAppConnection';
export type { AppConnectionSettings } from './resolveAppConnection';
export { resolveFabric } from './resolveFabric';
export type { FabricSettings } from './resolveFabric';
export { resolveServicePrincipal } from './resolveServicePrincipal';
export type { ServicePrincipalSettings } from './resolveServicePrincipal';
export { siteProblem } from './siteProblem';
export { workspaceHostRules } from './workspaceHostRules';

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
