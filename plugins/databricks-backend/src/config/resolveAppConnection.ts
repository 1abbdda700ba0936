import {
  AppConnectionInput,
  DEFAULT_APP_CONNECTION_SCOPES,
  DEFAULT_REFRESH_TOKEN_LIFETIME_DAYS,
  lifetimeInDays,
} from '@backstage-databricks/plugin-databricks-common';
import { AppConnectionSettings } from './DatabricksConfig';

/** An app connection with its defaults. Whether it is the default one depends on the others. */
export function appConnectionSettings(
  name: string,
  definition: AppConnectionInput,
): Omit<AppConnectionSettings, 'default'> {
  return {
    name,
    title: definition.title ?? name,
    clientId: definition.clientId,
    clientSecret: definition.clientSecret ?? undefined,
    scopes: definition.scopes ?? DEFAULT_APP_CONNECTION_SCOPES,
    refreshTokenLifetimeDays: definition.refreshTokenLifetime
      ? lifetimeInDays(definition.refreshTokenLifetime)
      : DEFAULT_REFRESH_TOKEN_LIFETIME_DAYS,
    sessionLifetimeDays:
      definition.sessionLifetime && lifetimeInDays(definition.sessionLifetime),
  };
}
