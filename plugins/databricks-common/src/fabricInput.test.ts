import { fabricInputSchema } from './fabricInput';
import { describeProblems } from './strictDefinition';

const WORKSPACE = 'https://adb-1.7.azuredatabricks.net';
const JDBC =
  'jdbc:databricks://adb-1.7.azuredatabricks.net:443/default;httpPath=/sql/1.0/warehouses/abc123';

function problemsOf(input: unknown): string[] {
  const { error } = fabricInputSchema.safeParse(input);
  return error ? describeProblems(error, 'thing') : [];
}

describe('fabricDefinitionSchema', () => {
  const sql = {
    type: 'sql',
    owner: 'group:default/analytics',
    workspaceUrl: WORKSPACE,
    warehouseId: 'abc123',
  };
  const without = (field: keyof typeof sql) => ({ ...sql, [field]: undefined });

  it.each([
    sql,
    {
      ...sql,
      type: 'prophecy',
      oauthType: 'm2m',
      title: 'A',
      description: 'B',
    },
    { ...without('warehouseId'), type: 'spark' },
    { ...without('warehouseId'), type: 'spark', clusterId: '0123-456789-abc' },
    { ...sql, type: 'spark' },
    { ...without('warehouseId'), jdbcUrl: JDBC },
    { type: 'sql', owner: '*', jdbcUrl: JDBC, catalog: 'main', schema: 's' },
    { ...without('warehouseId'), httpPath: 'sql/1.0/endpoints/abc123' },
  ])('accepts %j', input => {
    expect(problemsOf(input)).toEqual([]);
  });

  it.each<[object, RegExp]>([
    [
      { workspaceURL: 'x' },
      /^thing\.workspaceURL is not known; did you mean workspaceUrl\?$/,
    ],
    [{ colour: 'x' }, /^thing\.colour is not known; expected one of title, /],
    [{ type: 'hive' }, /^thing\.type must be one of prophecy, spark, sql$/],
    [{ type: undefined }, /^thing\.type is missing: it must be one of/],
    [
      { owner: undefined },
      /^thing\.owner is missing: it must be a full entity/,
    ],
    [{ owner: 'analytics' }, /^thing\.owner must be a full entity ref/],
    [{ owner: 'group:analytics' }, /^thing\.owner must be a full entity ref/],
    [{ owner: 'default/analytics' }, /^thing\.owner must be a full entity ref/],
    [{ workspaceUrl: undefined }, /^thing\.workspaceUrl is missing: .*jdbcUrl/],
    [
      { workspaceUrl: 'http://x.y' },
      /^thing\.workspaceUrl must be a workspace URL/,
    ],
    [
      { warehouseId: Infinity },
      /^thing\.warehouseId was read as a number: put it in quotes/,
    ],
    [
      { warehouseId: 12 },
      /^thing\.warehouseId was read as a number: put it in quotes/,
    ],
    [
      { warehouseId: 'a/b' },
      /^thing\.warehouseId must be the ID of a SQL warehouse/,
    ],
    [
      { warehouseId: undefined },
      /^thing\.warehouseId is missing: type sql needs/,
    ],
    [
      { warehouseId: undefined, clusterId: '0123-456789-abc' },
      /^thing\.clusterId must name a SQL warehouse/,
    ],
    [
      { warehouseId: undefined, httpPath: 'sql/protocolv1/o/1/c' },
      /^thing\.httpPath must name a SQL warehouse/,
    ],
    [
      { httpPath: '/sql/1.0/warehouses/abc123' },
      /^thing\.warehouseId must not stand beside httpPath/,
    ],
    [{ jdbcUrl: JDBC }, /^thing\.warehouseId must not stand beside jdbcUrl/],
    [
      { warehouseId: undefined, jdbcUrl: JDBC.replace('adb-1', 'adb-2') },
      /^thing\.jdbcUrl must name the same host/,
    ],
    [
      { warehouseId: undefined, jdbcUrl: `${JDBC};PWD=canary` },
      /^thing\.jdbcUrl must not carry a credential/,
    ],
    [
      { oauthType: 'u2m' },
      /^thing\.oauthType is only for fabrics of type prophecy/,
    ],
    [
      { type: 'prophecy', oauthType: 'pat' },
      /^thing\.oauthType must be u2m or m2m/,
    ],
    [{ appConnection: 'Default' }, /^thing\.appConnection must be a name/],
    [{ title: '' }, /^thing\.title must be a text/],
    [{ title: 'a\nb' }, /^thing\.title must be a text/],
    [{ title: 7 }, /^thing\.title was read as a number: put it in quotes/],
    [{ catalog: 'a.b' }, /^thing\.catalog must be a name/],
    [{ schema: '' }, /^thing\.schema must be a name/],
  ])('refuses %j', (change, problem) => {
    const problems = problemsOf({ ...sql, ...change });
    expect(problems).toEqual([expect.stringMatching(problem)]);
    expect(problems.join()).not.toMatch(/canary/);
  });
});
