import { DatabaseKeyCheckStore } from './DatabaseKeyCheckStore';
import { Sealer } from './Sealer';

/**
 * Compares every configured key with what was recorded when its id was first used here. A secret that was replaced
 * under the same id would make all stored values unreadable one by one; this finds it before anything is written.
 *
 * @throws Error that names the key
 */
export async function checkKeys(options: {
  sealer: Sealer;
  store: DatabaseKeyCheckStore;
}): Promise<void> {
  const { sealer, store } = options;
  for (const keyId of sealer.keyIds) {
    await store.record(keyId, sealer.checkValue(keyId));
  }
  const recorded = await store.list();
  for (const keyId of sealer.keyIds) {
    if (recorded.get(keyId) !== sealer.checkValue(keyId)) {
      throw new Error(
        `databricks.encryption.keys.${keyId}.secret is not the secret that this database was encrypted with: give the new secret a new name, and keep the old one under '${keyId}'`,
      );
    }
  }
}
