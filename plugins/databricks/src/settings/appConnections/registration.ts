import {
  type AppConnection,
  DEFAULT_APP_CONNECTION_SCOPES,
  DEFAULT_REFRESH_TOKEN_LIFETIME_DAYS,
} from '@backstage-databricks/plugin-databricks-common';

const MINUTES_PER_DAY = 24 * 60;

/** What Databricks gives unless it is told otherwise. */
const ACCESS_TOKEN_LIFETIME_MINUTES = 60;

/** What Databricks accepts for a refresh token: 90 days. */
const MAX_REFRESH_TOKEN_LIFETIME_MINUTES = 90 * MINUTES_PER_DAY;

/** What has to be registered in the Databricks account. */
export type Registration = {
  name: string;
  redirectUrls: string[];
  confidential: boolean;
  scopes: readonly string[];
  refreshTokenLifetimeMinutes: number;
};

/** The registration of this portal, as its default app connection has it. */
export function registrationOf(options: {
  name: string;
  redirectUrls: string[];
  appConnection?: AppConnection;
}): Registration {
  const { name, redirectUrls, appConnection } = options;
  const days =
    appConnection?.refreshTokenLifetime.days ??
    DEFAULT_REFRESH_TOKEN_LIFETIME_DAYS;
  return {
    name,
    redirectUrls,
    confidential: !appConnection?.public,
    scopes: appConnection?.scopes ?? DEFAULT_APP_CONNECTION_SCOPES,
    refreshTokenLifetimeMinutes: Math.min(
      Math.round(days * MINUTES_PER_DAY),
      MAX_REFRESH_TOKEN_LIFETIME_MINUTES,
    ),
  };
}

/** The command of the Databricks CLI that registers it, for a POSIX shell. */
export function registrationCommand(registration: Registration): string {
  const json = JSON.stringify(
    {
      name: registration.name,
      confidential: registration.confidential,
      redirect_urls: registration.redirectUrls,
      scopes: registration.scopes,
      token_access_policy: {
        access_token_ttl_in_minutes: ACCESS_TOKEN_LIFETIME_MINUTES,
        refresh_token_ttl_in_minutes: registration.refreshTokenLifetimeMinutes,
      },
    },
    undefined,
    2,
  );
  return `databricks account custom-app-integration create --json '${json.replaceAll(
    "'",
    "'\\''",
  )}'`;
}

/** The same for Terraform, with the provider of the Databricks account. */
export function registrationTerraform(registration: Registration): string {
  const { redirectUrls, scopes } = registration;
  return `resource "databricks_custom_app_integration" "backstage" {
  name          = ${hcl(registration.name)}
  confidential  = ${registration.confidential}
  redirect_urls = [${list(redirectUrls)}
  ]
  scopes = [${scopes.map(hcl).join(', ')}]
  token_access_policy {
    access_token_ttl_in_minutes  = ${ACCESS_TOKEN_LIFETIME_MINUTES}
    refresh_token_ttl_in_minutes = ${registration.refreshTokenLifetimeMinutes}
  }
}`;
}

function list(values: string[]): string {
  return values.map(value => `\n    ${hcl(value)},`).join('');
}

/** A text of HCL: as in JSON, but `${` and `%{` begin a template. */
function hcl(value: string): string {
  return JSON.stringify(value).replace(/[$%](?=\{)/g, '$&$&');
}
