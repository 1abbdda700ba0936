import type {
  DatabricksEncryptionKeys,
  DatabricksKeys,
} from '@backstage-databricks/plugin-databricks-node';
import { z } from 'zod/v4';
import { withTimeout } from '../withTimeout';

/** As `databricksEncryptionKeysExtensionPoint` takes it. */
export type KeySource = () => Promise<DatabricksKeys>;

/** Key management services answer within a second; a start that hangs for ever tells nobody anything. */
const DEADLINE_MS = 30_000;

/** Keys are copied, since the module may wipe its own. */
const keysSchema = z.object({
  encryption: z.object({
    primaryKey: z.string(),
    keys: z.record(
      z.string(),
      z.instanceof(Uint8Array).transform(bytes => Buffer.from(bytes)),
    ),
  }),
});

/**
 * Asks the module that provides the encryption keys, once. What it throws is dropped: it may quote a key.
 *
 * @throws Error that says what went wrong
 */
export async function askKeySource(
  source: KeySource,
  options?: { deadlineMs?: number },
): Promise<DatabricksEncryptionKeys> {
  const deadlineMs = options?.deadlineMs ?? DEADLINE_MS;
  const noKeys = refusal(
    `gave no keys within ${deadlineMs / 1000} seconds, or nothing at all`,
  );
  let provided: unknown;
  try {
    provided = await withTimeout(deadlineMs, source(), () => noKeys);
  } catch (error) {
    throw error === noKeys
      ? noKeys
      : refusal('failed: see what that module has logged');
  }
  const { data } = keysSchema.safeParse(provided);
  if (!data) {
    throw provided
      ? refusal(
          'gave something else than { encryption: { primaryKey, keys } }, where keys are 32 random bytes by name',
        )
      : noKeys;
  }
  return data.encryption;
}

function refusal(what: string): Error {
  return new Error(
    `The source of encryption keys that a module set at databricksEncryptionKeysExtensionPoint ${what}. The Databricks plugin does not start without a key`,
  );
}
