import fc from 'fast-check';
import {
  clusterCompute,
  parseClusterId,
  parseHttpPath,
  parseWarehouseId,
  warehouseCompute,
} from './compute';

describe('parseHttpPath', () => {
  it.each([
    ['/sql/1.0/warehouses/1a2b3c4d5e6f7890', 'warehouse', '1a2b3c4d5e6f7890'],
    ['sql/1.0/warehouses/1a2b3c4d5e6f7890', 'warehouse', '1a2b3c4d5e6f7890'],
    ['/sql/1.0/endpoints/1a2b3c4d5e6f7890', 'warehouse', '1a2b3c4d5e6f7890'],
  ])('reads %s', (path, kind, id) => {
    expect(parseHttpPath(path).value).toEqual({
      kind,
      id,
      httpPath: `/sql/1.0/warehouses/${id}`,
    });
  });

  it.each([
    'sql/protocolv1/o/1234567890123456/0123-456789-abcde123',
    '/sql/protocolv1/o/1234567890123456/0123-456789-abcde123',
  ])('reads %s', path => {
    expect(parseHttpPath(path).value).toEqual({
      kind: 'cluster',
      id: '0123-456789-abcde123',
      httpPath: '/sql/protocolv1/o/1234567890123456/0123-456789-abcde123',
    });
  });

  const onAzure = 'https://adb-111.7.azuredatabricks.net';

  it('drops the workspace ID where the host is adb-<the same number>', () => {
    expect(
      parseHttpPath('/sql/1.0/warehouses/abc123?o=111', onAzure).value,
    ).toEqual(warehouseCompute('abc123'));
    expect(
      parseHttpPath('sql/protocolv1/o/111/0123-456789-a?o=111', onAzure).value
        ?.httpPath,
    ).toBe('/sql/protocolv1/o/111/0123-456789-a');
  });

  it.each([
    ['/sql/1.0/warehouses/abc123?o=222', onAzure],
    ['/sql/1.0/warehouses/abc123?o=111', 'https://acme.azuredatabricks.net'],
    ['/sql/1.0/warehouses/abc123?o=111', 'http://127.0.0.1:8020'],
    ['/sql/1.0/warehouses/abc123?o=111', undefined],
    ['sql/protocolv1/o/111/0123-456789-a?o=222', onAzure],
    ['sql/protocolv1/o/222/0123-456789-a?o=222', onAzure],
    [
      'sql/protocolv1/o/111/0123-456789-a?o=111',
      'https://dbc-1.cloud.databricks.com',
    ],
  ])('refuses %s, which can choose another workspace than %s', (path, url) => {
    expect(parseHttpPath(path, url).problem).toMatch(
      /^must not carry \?o=<workspace id>/,
    );
  });

  it('refuses a cluster of another workspace than the host shows', () => {
    const path = 'sql/protocolv1/o/222/0123-456789-a';
    for (const url of [onAzure, 'https://111.5.gcp.databricks.com']) {
      expect(parseHttpPath(path, url).problem).toMatch(/another workspace/);
    }
    // These hosts show no ID, and 0 stands for the workspace of the host.
    expect(
      parseHttpPath(path, 'https://dbc-1.cloud.databricks.com').value,
    ).toBeDefined();
    expect(
      parseHttpPath('sql/protocolv1/o/0/0123-456789-a', onAzure).value,
    ).toBeDefined();
  });

  it.each([
    '',
    '/',
    '/sql/1.0/warehouses/',
    '/sql/1.0/warehouses/a/b',
    '/sql/1.0/warehouses/..',
    '/sql/1.0/warehouses/a b',
    '/sql/1.0/warehouses/a?token=x',
    '/sql/1.0/warehouses/a?o=x',
    '/sql/1.0/warehouses/a\n',
    '/sql/1.0/warehouses/0123-456789-abcde123',
    '/sql/2.0/warehouses/a',
    'x/sql/1.0/warehouses/a',
    'https://host/sql/1.0/warehouses/a',
    'sql/protocolv1/o/0123-456789-abcde123',
    'sql/protocolv1/o/x/0123-456789-abcde123',
    'sql/protocolv1/o/1/a/b',
    'sql/protocolv1/o/1/%2e%2e',
  ])('refuses %j', path => {
    expect(parseHttpPath(path)).toEqual({
      problem: expect.stringMatching(/^must be /),
    });
  });

  it('reads the paths that it makes', () => {
    const id = fc.stringMatching(/^[a-f0-9]{1,16}$/);
    fc.assert(
      fc.property(id, fc.integer({ min: 1 }), (text, orgId) => {
        const warehouse = warehouseCompute(text);
        expect(parseHttpPath(warehouse.httpPath)).toEqual({ value: warehouse });
        const cluster = clusterCompute({
          id: text,
          workspaceUrl: `https://adb-${orgId}.7.azuredatabricks.net`,
        });
        expect(cluster.httpPath).toContain(`/o/${orgId}/`);
        expect(parseHttpPath(cluster.httpPath)).toEqual({ value: cluster });
      }),
    );
  });
});

describe('clusterCompute', () => {
  it.each([
    ['https://adb-1234567890123456.7.azuredatabricks.net', '1234567890123456'],
    ['https://9876543210.3.gcp.databricks.com', '9876543210'],
    ['https://dbc-a1b2c3d4-e5f6.cloud.databricks.com', '0'],
    ['https://my-workspace.azuredatabricks.net', '0'],
    ['http://127.0.0.1:8020', '0'],
  ])('takes the org ID from %s', (workspaceUrl, orgId) => {
    expect(clusterCompute({ id: '0123-456789-a', workspaceUrl })).toEqual({
      kind: 'cluster',
      id: '0123-456789-a',
      httpPath: `/sql/protocolv1/o/${orgId}/0123-456789-a`,
    });
  });

  it('prefers an org ID that is known', () => {
    expect(
      clusterCompute({
        id: 'c1',
        workspaceUrl: 'https://adb-1.7.azuredatabricks.net',
        orgId: '42',
      }).httpPath,
    ).toBe('/sql/protocolv1/o/42/c1');
  });
});

describe('IDs', () => {
  it.each(['abc123', '1a2b3c4d5e6f7890', '8e12345678901234'])(
    '%s is a warehouse ID',
    id => expect(parseWarehouseId(id)).toEqual({ value: id }),
  );
  it.each([
    '',
    'a/b',
    '../x',
    'a b',
    'a?b',
    '-a',
    '\u00e4',
    'a'.repeat(65),
    '0123-456789-abcde123',
    '/sql/1.0/warehouses/abc123',
  ])('%j is none', id => {
    expect(parseWarehouseId(id).problem).toMatch(/^must be the ID of a SQL/);
  });
  it('tells clusters by their IDs', () => {
    expect(parseClusterId('0123-456789-abcde123').value).toBeDefined();
    expect(parseClusterId('0123/456789').problem).toMatch(/^must be the ID/);
  });
});
