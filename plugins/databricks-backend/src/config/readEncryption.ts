import {
  isDefinitionName,
  NAME_EXPECTED,
} from '@backstage-databricks/plugin-databricks-common';
import type { DatabricksEncryptionKeys } from '@backstage-databricks/plugin-databricks-node';
import { ConfigProblems } from './ConfigProblems';
import { DatabricksConfig } from './DatabricksConfig';
import { DatabricksConfigInput } from './databricksConfigSchema';
import { encryptionKeyProblem, parseEncryptionKey } from './encryptionKeys';

/** Where the keys of a module come from, in messages. */
const EXTENSION_POINT = 'databricksEncryptionKeysExtensionPoint';

const MISSING =
  'is missing: it names the keys that tokens are encrypted with. Make one with `openssl rand -base64 32`, put it into databricks.encryption.keys.k1.secret and set databricks.encryption.primaryKey to k1';

type ReadKey = ReturnType<typeof parseEncryptionKey>;

/**
 * The encryption keys: those of a module where one provides them, else those of app-config. Never both, so that nobody
 * has to ask which of two keys of one name was meant.
 */
export function readEncryption(options: {
  input: DatabricksConfigInput['encryption'];
  provided: DatabricksEncryptionKeys | undefined;
  production: boolean;
  problems: ConfigProblems;
}): DatabricksConfig['encryption'] {
  const { input, provided, production, problems } = options;
  if (provided) {
    return collect({
      path: EXTENSION_POINT,
      problems,
      primaryKey: provided.primaryKey,
      keys: Object.entries(provided.keys).map(([id, bytes]) => ({
        id,
        // What is no name may be a key in the wrong place.
        path: `${EXTENSION_POINT}.keys${isDefinitionName(id) ? `.${id}` : ''}`,
        read: readBytes(id, bytes, production),
      })),
    });
  }
  const path = 'databricks.encryption';
  if (!input) {
    problems.add(path, MISSING);
    return { primaryKey: '', keys: new Map() };
  }
  return collect({
    path,
    problems,
    primaryKey: input.primaryKey,
    keys: Object.entries(input.keys).map(([id, { secret }]) => ({
      id,
      path: `${path}.keys.${id}.secret`,
      read: parseEncryptionKey(secret, { production }),
    })),
  });
}

function readBytes(
  id: string,
  bytes: Uint8Array,
  production: boolean,
): ReadKey {
  if (!isDefinitionName(id)) {
    return { problem: `are not well named: each ${NAME_EXPECTED}` };
  }
  const key = Buffer.from(bytes);
  const problem = encryptionKeyProblem(key, { production });
  return problem === undefined ? { key } : { problem };
}

function collect(options: {
  path: string;
  primaryKey: string;
  keys: { id: string; path: string; read: ReadKey }[];
  problems: ConfigProblems;
}): DatabricksConfig['encryption'] {
  const { primaryKey, problems } = options;
  const keys = new Map<string, Buffer>();
  for (const { id, path, read } of options.keys) {
    const { key, problem } = read;
    const twin = key && [...keys].find(([, other]) => other.equals(key))?.[0];
    if (problem !== undefined) {
      problems.add(path, problem);
    } else if (twin !== undefined) {
      problems.add(path, `must not be the same as that of ${twin}`);
    } else {
      keys.set(id, key);
    }
  }
  if (!options.keys.some(({ id }) => id === primaryKey)) {
    const names = options.keys
      .map(({ id }) => id)
      .filter(isDefinitionName)
      .join(', ');
    problems.add(
      `${options.path}.primaryKey`,
      `must name one of ${options.path}.keys: ${names || 'there is none yet'}`,
    );
  }
  return { primaryKey, keys };
}
