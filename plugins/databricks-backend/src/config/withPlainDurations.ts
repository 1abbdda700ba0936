import { ConfigReader, readDurationFromConfig } from '@backstage/config';
import type { JsonObject, JsonValue } from '@backstage/types';

/**
 * Puts durations into one form, `{ days: 7 }`: Backstage takes texts too (`7 days`, `P7D`), and numbers that are
 * texts because they came from the environment. What is no duration stays as it is, for the schema to refuse.
 */
export function withPlainDurations(databricks: JsonValue): JsonValue {
  if (!isObject(databricks)) {
    return databricks;
  }
  const { appConnections } = databricks;
  return {
    ...withDurationsAt(databricks, ['endConnectionsOfRemovedUsers']),
    ...(isObject(appConnections) && {
      appConnections: Object.fromEntries(
        Object.entries(appConnections).map(([name, appConnection]) => [
          name,
          isObject(appConnection)
            ? withDurationsAt(appConnection, [
                'refreshTokenLifetime',
                'sessionLifetime',
              ])
            : appConnection,
        ]),
      ),
    }),
  };
}

function withDurationsAt(object: JsonObject, keys: string[]): JsonObject {
  const durations = keys
    .filter(key => object[key] !== undefined)
    .map(key => [key, plainDuration(object[key])]);
  return { ...object, ...Object.fromEntries(durations) };
}

function plainDuration(value: JsonValue | undefined): JsonValue | undefined {
  try {
    return {
      ...readDurationFromConfig(new ConfigReader({ value }), { key: 'value' }),
    };
  } catch {
    return value;
  }
}

function isObject(value: JsonValue | undefined): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
