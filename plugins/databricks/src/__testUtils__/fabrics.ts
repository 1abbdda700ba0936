import type {
  Connection,
  Fabric,
} from '@backstage-databricks/plugin-databricks-common';
import { DateTime } from 'luxon';

const day = 24 * 60 * 60_000;

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
    workspaceUrl: 'https://adb-1234567890123456.7.azuredatabricks.net',
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
    workspaceUrl: 'https://adb-1234567890123456.7.azuredatabricks.net',
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
