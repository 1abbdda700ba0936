import type { Issuer } from '@backstage-databricks/plugin-databricks-common';

/** Who is, or was, connected: the name that Databricks has for them. */
export function personOf(connection: Issuer['connection']): string | undefined {
  return connection && connection.status !== 'not_connected'
    ? connection.databricksUser.displayName ??
        connection.databricksUser.userName
    : undefined;
}
