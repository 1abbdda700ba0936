import type {
  AppConnection,
  FabricDefinition,
  Settings,
} from '@backstage-databricks/plugin-databricks-common';
import { inDays } from './answers';

/** The redirect URLs of the portal in tests. */
export const redirectUrls: Settings['redirectUrls'] = [
  {
    path: 'oauthredirect',
    url: 'https://portal.example.com/api/databricks/oauthredirect',
  },
  {
    path: 'metadata',
    url: 'https://portal.example.com/metadata/oauthCallback',
  },
];

/** An app connection that is kept in the database, with what a test changes. */
export function appConnection(
  changes: Partial<AppConnection> = {},
): AppConnection {
  return {
    name: 'default',
    title: 'Databricks',
    source: 'database',
    etag: 'a1',
    updatedAt: inDays(-2),
    updatedBy: 'user:default/bob',
    clientId: '9d1e',
    public: false,
    hasClientSecret: true,
    scopes: ['all-apis', 'offline_access'],
    refreshTokenLifetime: { days: 7 },
    default: true,
    health: 'accepted',
    connections: 3,
    ...changes,
  };
}

/** A SQL fabric that is kept in the database, with what a test changes. */
export function managedFabric(
  changes: Partial<FabricDefinition> = {},
): FabricDefinition {
  return {
    name: 'analytics-dev',
    title: 'Analytics (dev)',
    source: 'database',
    etag: 'f1',
    type: 'sql',
    owner: 'group:default/analytics',
    workspaceUrl: 'https://adb-1234567890123456.7.azuredatabricks.net',
    warehouseId: 'abc123',
    catalog: 'main',
    schema: 'default',
    servicePrincipal: {
      clientId: '1b2c3d4e',
      scopes: ['all-apis'],
      status: 'ready',
    },
    ...changes,
  };
}

/** What `GET /settings` answers, with what a test changes. */
export function settings(changes: Partial<Settings> = {}): Settings {
  return {
    redirectUrls,
    appConnections: [appConnection()],
    fabrics: [managedFabric()],
    encryption: {
      primaryKey: 'k1',
      keys: [{ id: 'k1', available: true, values: 12 }],
      sweep: { state: 'idle', done: 0, total: 0, failed: 0 },
    },
    checks: [
      { id: 'database', state: 'ok', message: 'Tokens are in PostgreSQL.' },
    ],
    ...changes,
  };
}
