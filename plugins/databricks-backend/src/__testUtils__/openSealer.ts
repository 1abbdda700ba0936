import { JsonObject } from '@backstage/types';
import { Sealer } from '../encryption/Sealer';
import { StartedPlugin } from './startPlugin';

/** With the key of a started plugin, so that a test can look into what is stored, and make the like. */
export function openSealer(plugin: StartedPlugin): Sealer {
  const { keys } = plugin.databricks.encryption as {
    keys: { k1: JsonObject };
  };
  const rootKey = Buffer.from(String(keys.k1.secret), 'base64');
  return new Sealer({ primaryKey: 'k1', keys: new Map([['k1', rootKey]]) });
}
