import { readPastedTarget } from './readPastedTarget';

const host = 'https://adb-1.7.azuredatabricks.net';

describe('readPastedTarget', () => {
  it.each([
    [`${host}/?o=1`, { workspaceUrl: host }],
    ['adb-1.7.azuredatabricks.net', { workspaceUrl: host }],
    [
      `${host}/sql/warehouses/77ff?o=1`,
      { workspaceUrl: host, compute: { kind: 'warehouse', id: '77ff' } },
    ],
    [
      `${host}/compute/clusters/0123-456789-abcde123?o=1`,
      {
        workspaceUrl: host,
        compute: { kind: 'cluster', id: '0123-456789-abcde123' },
      },
    ],
    [
      `${host}/?o=1#setting/clusters/0123-456789-abcde123/configuration`,
      {
        workspaceUrl: host,
        compute: { kind: 'cluster', id: '0123-456789-abcde123' },
      },
    ],
    [
      `${host}/#/setting/clusters/0123-456789-abcde123`,
      {
        workspaceUrl: host,
        compute: { kind: 'cluster', id: '0123-456789-abcde123' },
      },
    ],
    [
      `${host}/sql/1.0/warehouses/77ff`,
      { workspaceUrl: host, compute: { kind: 'warehouse', id: '77ff' } },
    ],
    [
      ' /sql/1.0/warehouses/77ff ',
      { compute: { kind: 'warehouse', id: '77ff' } },
    ],
    [
      'sql/protocolv1/o/1/0123-456789-abcde123',
      { compute: { kind: 'cluster', id: '0123-456789-abcde123' } },
    ],
    [
      'jdbc:databricks://adb-1.7.azuredatabricks.net:443/gold;httpPath=/sql/1.0/warehouses/77ff',
      {
        workspaceUrl: host,
        compute: { kind: 'warehouse', id: '77ff' },
        schema: 'gold',
      },
    ],
  ])('reads %s', (pasted, target) => {
    expect(readPastedTarget(pasted, 'must be known').value).toMatchObject(
      target,
    );
  });

  it.each([
    'https://acme.azuredatabricks.net/?o=1',
    'https://acme.azuredatabricks.net/sql/warehouses/77ff?x=2&o=1',
    'acme.azuredatabricks.net/?o=1#job/2',
    'https://westeurope.azuredatabricks.net/#setting/clusters/c?o=1',
    `${host}/sql/warehouses/77ff?o=2`,
    '/sql/1.0/warehouses/77ff?o=1',
    'jdbc:databricks://acme.azuredatabricks.net:443;httpPath=/sql/1.0/warehouses/77ff?o=1',
  ])(
    'does not take the workspace of the host where another one may be meant: %s',
    pasted => {
      expect(readPastedTarget(pasted, 'must be known').problem).toMatch(
        /must not carry \?o=/,
      );
    },
  );

  it('holds an HTTP path against the workspace that is known already', () => {
    const read = (path: string) =>
      readPastedTarget(path, 'must be known', host);
    expect(read('/sql/1.0/warehouses/77ff?o=1').value).toBeDefined();
    expect(read('/sql/1.0/warehouses/77ff?o=2').problem).toMatch(/another/);
    expect(read('sql/protocolv1/o/2/0123-456789-a').problem).toMatch(/another/);
  });

  it.each([
    'not a target',
    'http://adb-1.7.azuredatabricks.net',
    'https://user:secret@adb-1.7.azuredatabricks.net',
    'https://10.0.0.1/sql/warehouses/77ff',
    'warehouse',
    'sql',
  ])('refuses %s', pasted => {
    expect(readPastedTarget(pasted, 'must be known')).toEqual({
      problem: 'must be known',
    });
  });
});
