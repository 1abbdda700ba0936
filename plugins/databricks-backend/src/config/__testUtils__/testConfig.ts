import { ConfigReader } from '@backstage/config';
import type { JsonObject, JsonValue } from '@backstage/types';
import { randomBytes } from 'node:crypto';
import { DatabricksConfig } from '../DatabricksConfig';
import { readDatabricksConfig } from '../readDatabricksConfig';

export const TEST_WORKSPACE_URL =
  'https://adb-1234567890123456.7.azuredatabricks.net';

export const TEST_KEY = randomBytes(32).toString('base64');

/** Part of every other secret in these tests. */
export const CANARY = 'canary';

const VALID = {
  backend: { baseUrl: 'https://backstage.example.com/' },
  app: { baseUrl: 'https://backstage.example.com' },
  permission: { enabled: true },
  databricks: {
    admins: ['group:default/platform'],
    encryption: { primaryKey: 'k1', keys: { k1: { secret: TEST_KEY } } },
    appConnections: {
      default: { clientId: '9d1e', clientSecret: `${CANARY}-app` },
    },
    fabrics: {
      'analytics-dev': {
        type: 'sql',
        owner: 'group:default/analytics',
        workspaceUrl: TEST_WORKSPACE_URL,
        warehouseId: 'abc123',
        servicePrincipal: { clientId: '1b2c', clientSecret: `${CANARY}-sp` },
      },
    },
  },
};

/** Values by dotted path; `undefined` removes the key. */
export type ConfigChanges = Record<string, unknown>;

/** A valid configuration with some values changed, as the root config. */
export function testConfig(changes: ConfigChanges): ConfigReader {
  const data = structuredClone(VALID) as JsonObject;
  for (const [path, value] of Object.entries(changes)) {
    const keys = path.split('.');
    const last = keys.pop() ?? '';
    let target = data;
    for (const key of keys) {
      target[key] ??= {};
      target = target[key] as JsonObject;
    }
    target[last] = value as JsonValue;
    if (value === undefined) {
      delete target[last];
    }
  }
  return new ConfigReader(data);
}

/** Reads a valid configuration with some values changed. */
export function readTestConfig(
  changes: ConfigChanges,
  options: { production: boolean } = { production: true },
): DatabricksConfig {
  return readDatabricksConfig(testConfig(changes), options);
}

/** The message with which a configuration is refused. */
export function refusalOf(
  changes: ConfigChanges,
  options?: { production: boolean },
): string {
  let refusal: unknown;
  try {
    readTestConfig(changes, options);
  } catch (error) {
    refusal = error;
  }
  if (!(refusal instanceof Error) || refusal.name !== 'InputError') {
    throw new Error(`Not refused: ${JSON.stringify(changes)}`);
  }
  return refusal.message;
}
