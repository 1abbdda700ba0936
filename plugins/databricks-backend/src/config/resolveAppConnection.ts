import {
  AppConnectionInput,
  DEFAULT_APP_CONNECTION_SCOPES,
  DEFAULT_REFRESH_TOKEN_LIFETIME_DAYS,
  lifetimeInDays,
} from '@backstage-databricks/plugin-databricks-common';

/** An app connection with its defaults. No `clientSecret`: a public client. */
export type AppConnectionSettings = {
  name: string;
  title: string;
  clientId: string;
  clientSecret?: string;
  scopes: readonly string[];
  refreshTokenLifetimeDays: number;
  sessionLifetimeDays?: number;
  default: boolean;
};

/** Gives an app connection its defaults. Whether it is the default one depends on the others. */
export function resolveAppConnection(
  name: string,
  input: AppConnectionInput,
): Omit<AppConnectionSettings, 'default'> {
  return {
    name,
    title: input.title ?? name,
    clientId: input.clientId,
    clientSecret: input.clientSecret ?? undefined,
    scopes: input.scopes ?? DEFAULT_APP_CONNECTION_SCOPES,
    refreshTokenLifetimeDays: input.refreshTokenLifetime
      ? lifetimeInDays(input.refreshTokenLifetime)
      : DEFAULT_REFRESH_TOKEN_LIFETIME_DAYS,
    sessionLifetimeDays:
      input.sessionLifetime && lifetimeInDays(input.sessionLifetime),
  };
}
