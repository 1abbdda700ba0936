import type {
  Connection,
  FabricList,
  FabricRow,
  Issuer,
} from '@backstage-databricks/plugin-databricks-common';

const url = 'https://sales.cloud.databricks.com';
const hour = 60 * 60_000;

/** An instant so many hours from now, in ISO 8601. */
export function inHours(hours: number): string {
  return new Date(Date.now() + hours * hour).toISOString();
}

/** Ada's connection to the workspace Sales, with what a test changes. */
export function connection(changes: Partial<Connection> = {}): Connection {
  return {
    id: 'c-1',
    status: 'connected',
    issuer: { kind: 'workspace', url, title: 'Sales' },
    issuerId: 'sales',
    workspaceUrl: url,
    appConnection: 'default',
    databricksUser: {
      id: '42',
      userName: 'ada@example.com',
      displayName: 'Ada Lovelace',
    },
    scopes: ['all-apis', 'offline_access'],
    connectedAt: inHours(-24),
    signInExpiresAt: inHours(150),
    fabrics: ['campaigns'],
    ...changes,
  };
}

/** The workspace Sales, where nobody is connected yet, with what a test changes. */
export function issuer(changes: Partial<Issuer> = {}): Issuer {
  return {
    id: 'sales',
    kind: 'workspace',
    url,
    title: 'Sales',
    appConnection: { name: 'default', title: 'Databricks', ready: true },
    connection: { status: 'not_connected' },
    fabrics: 2,
    ...changes,
  };
}

/** A fabric of the workspace Sales, with what a test changes. */
export function fabricRow(changes: Partial<FabricRow> = {}): FabricRow {
  return {
    name: 'campaigns',
    title: 'Campaigns',
    type: 'sql',
    owner: 'group:default/marketing',
    source: 'database',
    workspace: { url, title: 'Sales' },
    issuer: 'sales',
    canEdit: false,
    signInNeeded: true,
    warnings: [],
    ...changes,
  };
}

/** What `GET /fabrics` answers, with what a test changes. */
export function fabricList(changes: Partial<FabricList> = {}): FabricList {
  return {
    items: [fabricRow(), fabricRow({ name: 'leads', title: 'Leads' })],
    issuers: [issuer()],
    admin: false,
    admins: ['group:default/platform'],
    ...changes,
  };
}
