import { createExtensionPoint } from '@backstage/backend-plugin-api';

/**
 * The keys that stored tokens and secrets are encrypted with (AES-256-GCM).
 *
 * @public
 */
export type DatabricksEncryptionKeys = {
  /** The name of the key that encrypts; all others only decrypt. */
  primaryKey: string;
  /**
   * By name, 32 random bytes each. Names are lower-case letters, digits and single hyphens, begin with a letter, have at
   * most 63 characters, and stand for the same bytes for ever: the database remembers them.
   */
  keys: Readonly<Record<string, Uint8Array>>;
};

/**
 * All keys that a module provides.
 *
 * @public
 */
export type DatabricksKeys = {
  encryption: DatabricksEncryptionKeys;
  /** What the portal will sign assertions for service principals with. Not used yet. */
  federation?: DatabricksEncryptionKeys;
};

/**
 * Where the Databricks plugin gets its encryption keys from instead of app-config.
 *
 * @public
 */
export interface DatabricksEncryptionKeysExtensionPoint {
  /**
   * Sets the source of all keys: those of `databricks.encryption` in app-config, which may then be left out, are not
   * used. The source is asked once, when the plugin starts, and has 30 seconds. While it fails, or gives no usable keys,
   * the plugin does not start.
   *
   * @param source - what it throws is not repeated, since it may quote a key: log in the module what went wrong
   * @throws Error where a source was set before
   */
  setKeySource(source: () => Promise<DatabricksKeys>): void;
}

/**
 * Lets one module be the source of the encryption keys, for instance with a key management service that unwraps them
 * at start.
 *
 * @example
 * ```ts
 * createBackendModule({
 *   pluginId: 'databricks',
 *   moduleId: 'keys-from-kms',
 *   register(env) {
 *     env.registerInit({
 *       deps: { encryptionKeys: databricksEncryptionKeysExtensionPoint },
 *       async init({ encryptionKeys }) {
 *         encryptionKeys.setKeySource(async () => ({
 *           encryption: {
 *             primaryKey: 'k1',
 *             keys: { k1: await unwrap('...') },
 *           },
 *         }));
 *       },
 *     });
 *   },
 * });
 * ```
 * @public
 */
export const databricksEncryptionKeysExtensionPoint =
  createExtensionPoint<DatabricksEncryptionKeysExtensionPoint>({
    id: 'databricks.encryption-keys',
  });
