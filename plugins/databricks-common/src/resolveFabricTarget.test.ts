import { resolveFabricTarget } from './resolveFabricTarget';

const WORKSPACE = 'https://adb-1.7.azuredatabricks.net';
const JDBC =
  'jdbc:databricks://adb-1.7.azuredatabricks.net:443/default;httpPath=/sql/1.0/warehouses/abc123';

describe('resolveFabricTarget', () => {
  it('lets a field of its own win over the JDBC URL', () => {
    expect(
      resolveFabricTarget({ jdbcUrl: JDBC, catalog: 'main', schema: 'sales' })
        .target,
    ).toEqual({
      workspaceUrl: WORKSPACE,
      compute: {
        kind: 'warehouse',
        id: 'abc123',
        httpPath: '/sql/1.0/warehouses/abc123',
      },
      catalog: 'main',
      schema: 'sales',
    });
  });

  it('takes the scheme of workspaceUrl where a JDBC URL stands beside it', () => {
    expect(
      resolveFabricTarget({
        workspaceUrl: 'http://127.0.0.1:8020',
        jdbcUrl: 'jdbc:databricks://127.0.0.1:8020/default',
      }).target?.workspaceUrl,
    ).toBe('http://127.0.0.1:8020');
  });

  it('holds both URLs against the host rules', () => {
    const rules = { allowedHosts: ['.example.com'], allowLoopback: false };
    expect(
      resolveFabricTarget({ workspaceUrl: WORKSPACE }, rules).problems,
    ).toEqual([
      { field: 'workspaceUrl', message: expect.stringMatching(/allowedHosts/) },
    ]);
    expect(resolveFabricTarget({ jdbcUrl: JDBC }, rules).problems).toEqual([
      { field: 'jdbcUrl', message: expect.stringMatching(/allowedHosts/) },
    ]);
  });

  it('accepts the same workspace written in two ways', () => {
    expect(
      resolveFabricTarget({
        workspaceUrl: `${WORKSPACE.toUpperCase().replace(
          'HTTPS',
          'https',
        )}:443/?o=1`,
        jdbcUrl: JDBC,
      }).target?.workspaceUrl,
    ).toBe(WORKSPACE);
  });

  it.each(['httpPath', 'jdbcUrl'] as const)(
    'holds the workspace ID in %s against the host of the workspace',
    field => {
      const resolve = (host: string, workspaceId: string) => {
        const path = `/sql/1.0/warehouses/abc?o=${workspaceId}`;
        return resolveFabricTarget({
          workspaceUrl: `https://${host}`,
          [field]:
            field === 'jdbcUrl'
              ? `jdbc:databricks://${host}:443/default;httpPath=${path}`
              : path,
        });
      };
      expect(
        resolve('adb-111.7.azuredatabricks.net', '111').target?.compute
          ?.httpPath,
      ).toBe('/sql/1.0/warehouses/abc');
      for (const host of [
        'adb-111.7.azuredatabricks.net',
        'acme.azuredatabricks.net',
      ]) {
        expect(resolve(host, '222').problems).toEqual([
          { field, message: expect.stringMatching(/another workspace/) },
        ]);
      }
    },
  );
});
