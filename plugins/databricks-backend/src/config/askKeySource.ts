import type {
  DatabricksEncryptionKeys,
  DatabricksKeys,
} from '@backstage-databricks/plugin-databricks-node';
import { withTimeout } from '../withTimeout';

/** As `databricksEncryptionKeysExtensionPoint` takes it. */
export type KeySource = () => Promise<DatabricksKeys>;

/** Key management services answer within a second; a start that hangs for ever tells nobody anything. */
const DEADLINE_MS = 30_000;

/**
 * Asks the module that provides the encryption keys, once. What it throws is dropped: it may quote a key.
 *
 * @returns a copy, since the module may wipe its own
 * @throws Error in words
 */
export async function askKeySource(
  source: KeySource,
  options?: { deadlineMs?: number },
): Promise<DatabricksEncryptionKeys> {
  const deadlineMs = options?.deadlineMs ?? DEADLINE_MS;
  const noKeys = refusal(
    `gave no keys within ${deadlineMs / 1000} seconds, or nothing at all`,
  );
  let provided: Partial<DatabricksKeys> | undefined | null;
  try {
    provided = await withTimeout(deadlineMs, source(), () => noKeys);
  } catch (error) {
    throw error === noKeys
      ? noKeys
      : refusal('failed: see what that module has logged');
  }
  if (provided === undefined || provided === null) {
    throw noKeys;
  }
  const { primaryKey, keys }: Partial<DatabricksEncryptionKeys> =
    provided.encryption ?? {};
  if (
    typeof primaryKey !== 'string' ||
    typeof keys !== 'object' ||
    keys === null ||
    !Object.values(keys).every(bytes => bytes instanceof Uint8Array)
  ) {
    throw refusal(
      'gave something else than { encryption: { primaryKey, keys } }, where keys are 32 random bytes by name',
    );
  }
  return {
    primaryKey,
    keys: Object.fromEntries(
      Object.entries(keys).map(([id, bytes]) => [id, Buffer.from(bytes)]),
    ),
  };
}

function refusal(what: string): Error {
  return new Error(
    `The source of encryption keys that a module set at databricksEncryptionKeysExtensionPoint ${what}. The Databricks plugin does not start without a key`,
  );
}
