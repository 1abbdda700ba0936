import type {
  Connection,
  Fabric,
  FabricDefinition,
  FabricList,
  FabricRow,
  Issuer,
  LastTest,
} from '@backstage-databricks/plugin-databricks-common';
import { DateTime } from 'luxon';

const day = 24 * 60 * 60_000;
const workspaceUrl = 'https://adb-1234567890123456.7.azuredatabricks.net';

/** The workspace of all that a test does not put elsewhere. */
const workspace = { url: workspaceUrl, title: 'Sales' };

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
    issuer: { kind: 'workspace', ...workspace },
    issuerId: 'sales',
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
    workspace,
    issuer: 'sales',
    compute: {
      kind: 'warehouse',
      id: 'abc123',
      httpPath: '/sql/1.0/warehouses/abc123',
      name: 'Reports L',
    },
    catalog: 'main',
    schema: 'gold',
    source: 'config',
    canEdit: false,
    etag: 'e1',
    interactiveAs: 'user',
    automationAs: 'servicePrincipal',
    signInNeeded: true,
    appConnection: { name: 'default', title: 'Databricks', ready: true },
    connection: { status: 'not_connected' },
    servicePrincipal: {
      clientId: '1b2c3d4e-0000-4000-8000-000000000001',
      name: 'analytics-etl',
      status: 'ready',
    },
    warnings: [],
    failedTests: failedTests(changes.lastTest),
    ...changes,
  };
}

/** What a fabric has that stands in a workspace of its own. */
export function inWorkspace(
  title: string,
  changes: Partial<Fabric> = {},
): Partial<Fabric> {
  const url = `https://${title.toLowerCase()}.cloud.databricks.com`;
  const { connection: held } = changes;
  return {
    workspaceUrl: url,
    workspace: { url, title },
    issuer: title.toLowerCase(),
    ...changes,
    connection:
      held && held.status !== 'not_connected'
        ? {
            ...held,
            workspaceUrl: url,
            issuer: { kind: 'workspace', url, title },
            issuerId: title.toLowerCase(),
          }
        : held ?? { status: 'not_connected' },
  };
}

/** A fabric that runs as its service principal alone. */
export function servicePrincipalFabric(changes: Partial<Fabric> = {}): Fabric {
  return fabric({
    name: 'prophecy-nightly',
    title: 'Prophecy (nightly)',
    description: 'Scheduled pipelines',
    type: 'prophecy',
    issuer: undefined,
    interactiveAs: 'servicePrincipal',
    automationAs: 'servicePrincipal',
    signInNeeded: false,
    appConnection: undefined,
    connection: undefined,
    ...changes,
  });
}

/** A fabric that the user may change, with what a form begins with. */
export function editableFabric(changes: Partial<Fabric> = {}): Fabric {
  const shown = fabric({ source: 'database', canEdit: true, ...changes });
  const definition: FabricDefinition = {
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
  };
  return { ...shown, definition };
}

/** A test in which one check failed. */
export function failedTest(id: string, message = 'It is not there.'): LastTest {
  return {
    at: inDays(-0.21),
    ok: false,
    failed: [id],
    checks: [
      { id: 'identity', state: 'ok', message: 'You are alice there.', ms: 210 },
      {
        id,
        state: 'failed',
        message,
        ms: 40,
        values: { url: 'https://docs.databricks.com/fix' },
      },
    ].filter((it, index) => index > 0 || it.id !== id) as LastTest['checks'],
  };
}

/** What of a fabric's last tests failed. */
export function failedTests(
  lastTest: Fabric['lastTest'],
): Fabric['failedTests'] {
  const failed = (lastTest?.user?.checks ?? [])
    .filter(({ state }) => state === 'failed')
    .map(({ id }) => (id === 'catalog' || id === 'schema' ? 'data' : id));
  if (lastTest?.servicePrincipal?.ok === false) {
    failed.push('servicePrincipal');
  }
  return failed as Fabric['failedTests'];
}

/** A fabric as the list has it. */
export function fabricRow(shown: Fabric): FabricRow {
  const { compute, servicePrincipal } = shown;
  return {
    name: shown.name,
    title: shown.title,
    description: shown.description,
    type: shown.type,
    owner: shown.owner,
    source: shown.source,
    workspace: shown.workspace,
    issuer: shown.issuer,
    compute: compute && {
      kind: compute.kind,
      id: compute.id,
      name: compute.name,
    },
    catalog: shown.catalog,
    schema: shown.schema,
    canEdit: shown.canEdit,
    signInNeeded: shown.signInNeeded,
    automation: {
      as: shown.automationAs,
      name: servicePrincipal?.name ?? servicePrincipal?.clientId,
      status: servicePrincipal?.status,
      secretExpiresAt: servicePrincipal?.secretExpiresAt,
      refusal: servicePrincipal?.refusal,
    },
    warnings: shown.warnings.map(({ code }) => code),
    failedTests: shown.failedTests,
  };
}

/** What `GET /fabrics` answers where these are the user's fabrics. Those of one issuer share its connection. */
export function fabricList(
  fabrics: Fabric[],
  changes: Partial<FabricList> = {},
): FabricList {
  const issuers = new Map<string, Issuer>();
  for (const shown of fabrics) {
    const { issuer: id } = shown;
    if (id !== undefined) {
      const known = issuers.get(id) ?? {
        id,
        kind: 'workspace',
        ...shown.workspace,
        appConnection: shown.appConnection,
        connection: shown.connection,
        fabrics: 0,
      };
      issuers.set(id, { ...known, fabrics: known.fabrics + 1 });
    }
  }
  return {
    items: fabrics.map(fabricRow),
    issuers: [...issuers.values()],
    admin: false,
    admins: [],
    ...changes,
  };
}
