import type {
  Connection,
  Fabric,
  FabricDefinition,
  FabricList,
  Issuer,
} from '@backstage-databricks/plugin-databricks-common';
import { DateTime } from 'luxon';

const day = 24 * 60 * 60_000;
const workspaceUrl = 'https://adb-1234567890123456.7.azuredatabricks.net';

/** An instant so many days from now, in ISO 8601. */
export function inDays(days: number): string {
  return new Date(Date.now() + days * day).toISOString();
}

/** The day so many days from now, where the tests run. */
export function localDate(days: number): string {
  return DateTime.now().plus({ days }).toISODate();
}

/** Alice's connection, with what a test changes. */
export function connection(changes: Partial<Connection> = {}): Connection {
  return {
    id: 'c-1',
    status: 'connected',
    issuer: {
      kind: 'workspace',
      url: workspaceUrl,
      title: 'adb-1234567890123456',
    },
    workspaceUrl,
    appConnection: 'default',
    databricksUser: {
      id: '42',
      userName: 'alice@example.com',
      displayName: 'Alice Example',
    },
    scopes: ['all-apis', 'offline_access'],
    connectedAt: inDays(-1),
    lastRefreshedAt: inDays(-0.1),
    signInExpiresAt: inDays(6.2),
    fabrics: ['analytics-dev'],
    ...changes,
  };
}

/** A SQL fabric to which alice is not connected, with what a test changes. */
export function fabric(changes: Partial<Fabric> = {}): Fabric {
  return {
    name: 'analytics-dev',
    title: 'Analytics (dev)',
    description: 'Shared development warehouse',
    type: 'sql',
    owner: 'group:default/analytics',
    workspaceUrl,
    workspace: { url: workspaceUrl, title: 'adb-1' },
    compute: {
      kind: 'warehouse',
      id: 'abc123',
      httpPath: '/sql/1.0/warehouses/abc123',
    },
    catalog: 'main',
    schema: 'default',
    source: 'config',
    canEdit: false,
    etag: 'e1',
    interactiveAs: 'user',
    automationAs: 'servicePrincipal',
    signInNeeded: true,
    appConnection: { name: 'default', title: 'Databricks', ready: true },
    connection: { status: 'not_connected' },
    servicePrincipal: { clientId: '1b2c3d4e', status: 'ready' },
    warnings: [],
    ...changes,
  };
}

/** A Prophecy fabric that runs as its service principal alone. */
export function servicePrincipalFabric(changes: Partial<Fabric> = {}): Fabric {
  return fabric({
    name: 'prophecy-nightly',
    title: 'Prophecy (nightly)',
    description: 'Scheduled pipelines',
    type: 'prophecy',
    interactiveAs: 'servicePrincipal',
    automationAs: 'servicePrincipal',
    signInNeeded: false,
    appConnection: undefined,
    connection: undefined,
    ...changes,
  });
}

/** A fabric that the user may change, with what a form begins with. */
export function editableFabric(
  changes: Partial<Fabric> = {},
  definition: Partial<FabricDefinition> = {},
): Fabric {
  const shown = fabric({ source: 'database', canEdit: true, ...changes });
  return {
    ...shown,
    definition: {
      source: shown.source,
      etag: shown.etag,
      name: shown.name,
      title: shown.title,
      description: shown.description,
      type: shown.type,
      owner: shown.owner,
      workspaceUrl: shown.workspaceUrl,
      warehouseId: shown.compute?.id,
      catalog: shown.catalog,
      schema: shown.schema,
      ...definition,
    },
  };
}

/** What `GET /fabrics` answers where these are the user's fabrics. Those that share a sign-in share their issuer. */
export function fabricList(
  fabrics: Fabric[],
  changes: Partial<FabricList> = {},
): FabricList {
  const issuers = new Map<string, Issuer>();
  const issuerOf = (shown: Fabric) => {
    const { appConnection, connection: state, workspaceUrl: url } = shown;
    const key = JSON.stringify([url, appConnection, state]);
    const issuer = issuers.get(key) ?? {
      id: `default@${issuers.size}`,
      kind: 'workspace',
      url,
      title: 'adb-1234567890123456',
      appConnection,
      connection: state,
      fabrics: 0,
    };
    issuer.fabrics += 1;
    issuers.set(key, issuer);
    return issuer.id;
  };
  return {
    items: fabrics.map(shown => {
      const { clientId, ...servicePrincipal } = shown.servicePrincipal ?? {};
      return {
        name: shown.name,
        title: shown.title,
        description: shown.description,
        type: shown.type,
        owner: shown.owner,
        source: shown.source,
        workspace: { url: shown.workspaceUrl, title: 'adb-1234567890123456' },
        issuer: shown.signInNeeded ? issuerOf(shown) : undefined,
        compute: shown.compute && {
          kind: shown.compute.kind,
          id: shown.compute.id,
        },
        catalog: shown.catalog,
        schema: shown.schema,
        canEdit: shown.canEdit,
        signInNeeded: shown.signInNeeded,
        automation: {
          as: shown.automationAs,
          name: clientId,
          ...servicePrincipal,
        },
        warnings: shown.warnings.map(({ code }) => code),
      };
    }),
    issuers: [...issuers.values()],
    admin: false,
    admins: [],
    ...changes,
  };
}
