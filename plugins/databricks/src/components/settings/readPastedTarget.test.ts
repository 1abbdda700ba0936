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
    'not a target',
    'http://adb-1.7.azuredatabricks.net',
    'https://user:secret@adb-1.7.azuredatabricks.net',
    'https://10.0.0.1/sql/warehouses/77ff',
    'warehouse',
  ])('refuses %s', pasted => {
    expect(readPastedTarget(pasted, 'must be known')).toEqual({
      problem: 'must be known',
    });
  });
});
