import { DatabricksEncryptionKeysExtensionPoint } from '@backstage-databricks/plugin-databricks-node';
import { KeySource } from './askKeySource';

/** The extension point of the keys, and what was put into it. */
export function oneKeySource(): DatabricksEncryptionKeysExtensionPoint & {
  current?: KeySource;
} {
  return {
    setKeySource(source) {
      if (this.current) {
        throw new Error(
          'databricksEncryptionKeysExtensionPoint has a source of keys already: one module alone may set it',
        );
      }
      this.current = source;
    },
  };
}
