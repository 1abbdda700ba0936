import type {
  AppConnection,
  FabricDefinition,
  Settings,
} from '@backstage-databricks/plugin-databricks-common';
import { stringify } from 'yaml';

/**
 * Fabrics and app connections in the shape of app-config. In the place of each secret stands an environment variable
 * that has to be set.
 */
export function appConfigYaml(
  settings: Pick<Settings, 'appConnections' | 'fabrics'>,
): string {
  const { appConnections, fabrics } = settings;
  return stringify(
    {
      databricks: {
        appConnections: byName(appConnections, appConnectionEntry),
        fabrics: byName(fabrics, fabricEntry),
      },
    },
    // A long line that is folded reads as another text to people.
    { lineWidth: 0, keepUndefined: false },
  );
}

function byName<T extends { name: string }>(
  things: T[],
  entryOf: (thing: T) => object,
) {
  return things.length > 0
    ? Object.fromEntries(things.map(thing => [thing.name, entryOf(thing)]))
    : undefined;
}

function appConnectionEntry(connection: AppConnection) {
  const { name, title } = connection;
  return {
    title: title === name ? undefined : literal(title),
    clientId: literal(connection.clientId),
    ...(connection.public
      ? { public: true }
      : { clientSecret: variable(name, 'CLIENT_SECRET') }),
    scopes: connection.scopes.map(literal),
    refreshTokenLifetime: connection.refreshTokenLifetime,
    sessionLifetime: connection.sessionLifetime,
    default: connection.default || undefined,
  };
}

function fabricEntry(fabric: FabricDefinition) {
  const { name, title, description, catalog, schema, servicePrincipal } =
    fabric;
  return {
    title: title === name ? undefined : literal(title),
    description: description && literal(description),
    type: fabric.type,
    owner: literal(fabric.owner),
    workspaceUrl: fabric.workspaceUrl,
    appConnection: fabric.appConnection,
    oauthType: fabric.oauthType,
    warehouseId: fabric.warehouseId,
    clusterId: fabric.clusterId,
    catalog: catalog && literal(catalog),
    schema: schema && literal(schema),
    servicePrincipal: servicePrincipal && {
      clientId: literal(servicePrincipal.clientId),
      clientSecret: variable(name, 'SERVICE_PRINCIPAL_SECRET'),
      scopes: servicePrincipal.scopes.map(literal),
      secretExpiresAt: servicePrincipal.secretExpiresAt,
    },
  };
}

/**
 * App-config replaces `${...}` by environment variables, and `$${...}` stands for `${...}`. Without a brace that closes
 * it, `${` is left as it is.
 */
function literal(text: string): string {
  return text.replace(/\$\{[^{}]*\}/g, closed => `$${closed}`);
}

function variable(name: string, what: string): string {
  return `\${DATABRICKS_${name.toUpperCase().replaceAll('-', '_')}_${what}}`;
}
