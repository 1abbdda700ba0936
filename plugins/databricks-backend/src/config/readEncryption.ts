import {
  isDefinitionName,
  NAME_EXPECTED,
} from '@backstage-databricks/plugin-databricks-common';
import type { DatabricksEncryptionKeys } from '@backstage-databricks/plugin-databricks-node';
import { DatabricksConfig } from './DatabricksConfig';
import {
  ENCRYPTION_KEY_EXPECTED,
  isDemoKey,
  KEY_BYTES,
} from './encryptionKeys';
import { ParsedConfig } from './parseDatabricksConfig';

const MISSING =
  'is missing: it names the keys that tokens are encrypted with. Make one with `openssl rand -base64 32`, put it into databricks.encryption.keys.k1.secret and set databricks.encryption.primaryKey to k1';

/**
 * The encryption keys: those of a module where one provides them, else those of app-config. Never both, so that it is
 * always clear which of two keys of one name is used.
 *
 * @param problems - gets a sentence for everything that is wrong; none repeats a key
 */
export function readEncryption(
  input: ParsedConfig['encryption'],
  provided: DatabricksEncryptionKeys | undefined,
  production: boolean,
  problems: string[],
): DatabricksConfig['encryption'] {
  const path = provided
    ? 'databricksEncryptionKeysExtensionPoint'
    : 'databricks.encryption';
  const source = provided ?? input;
  const keys = new Map<string, Buffer>();
  if (!source) {
    problems.push(`${path} ${MISSING}`);
    return { primaryKey: '', keys };
  }
  const names = Object.keys(source.keys).filter(isDefinitionName);
  for (const [id, given] of Object.entries(source.keys)) {
    const key =
      'secret' in given
        ? Buffer.from(given.secret, 'base64')
        : Buffer.from(given);
    const twin = [...keys].find(([, other]) => other.equals(key))?.[0];
    if (!names.includes(id)) {
      // A bad name may be a key in the wrong place, so that it is not repeated
      problems.push(`${path}.keys are not well named: each ${NAME_EXPECTED}`);
      continue;
    }
    const problem =
      // Node's decoder ignores what is not base64
      'secret' in given && key.toString('base64') !== given.secret
        ? ENCRYPTION_KEY_EXPECTED
        : keyProblem(key, production) ??
          (twin && `must not be the same as that of ${twin}`);
    if (problem) {
      const field = 'secret' in given ? '.secret' : '';
      problems.push(`${path}.keys.${id}${field} ${problem}`);
    } else {
      keys.set(id, key);
    }
  }
  const { primaryKey } = source;
  if (!Object.hasOwn(source.keys, primaryKey)) {
    problems.push(
      `${path}.primaryKey must name one of ${path}.keys: ${
        names.join(', ') || 'there is none yet'
      }`,
    );
  }
  return { primaryKey, keys };
}

function keyProblem(key: Buffer, production: boolean): string | undefined {
  if (key.length !== KEY_BYTES) {
    return ENCRYPTION_KEY_EXPECTED;
  }
  if (key.every(byte => byte === key[0])) {
    return `must not be one byte repeated: it ${ENCRYPTION_KEY_EXPECTED}`;
  }
  return production && isDemoKey(key)
    ? `must not be the key of the demo portal in production: it ${ENCRYPTION_KEY_EXPECTED}`
    : undefined;
}
