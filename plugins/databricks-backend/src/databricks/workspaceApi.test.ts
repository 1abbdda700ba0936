import { DatabricksCallErrorKind } from './DatabricksCallError';
import { createWorkspaceClient } from './createWorkspaceClient';
import { expectNoLeak } from './__testUtils__/expectNoLeak';
import { StandIn } from './__testUtils__/StandIn';

const ACCESS_TOKEN = 'canary-access-token';
const me = { id: '42', userName: 'alice@example.com', displayName: 'Alice' };

describe('DatabricksApi', () => {
  let standIn: StandIn;
  const client = createWorkspaceClient(() => ({
    allowedHosts: [],
    allowPrivateNetwork: false,
    production: false,
  }));

  beforeAll(async () => {
    standIn = await StandIn.start();
  });
  beforeEach(() => standIn.forget());
  afterAll(() => standIn.stop());

  const caller = () => ({
    workspaceUrl: standIn.url,
    accessToken: ACCESS_TOKEN,
  });
  const calls = {
    me: () => client.getCurrentUser(caller()),
    warehouse: () => client.getWarehouse({ ...caller(), id: 'abc123' }),
    cluster: () => client.getCluster({ ...caller(), id: '0123-456789-abc' }),
  };

  it('asks who somebody is', async () => {
    standIn.answer(200, { ...me, emails: [], active: true });
    await expect(calls.me()).resolves.toEqual(me);
    expect(standIn.requests[0]).toMatchObject({
      method: 'GET',
      path: '/api/2.0/preview/scim/v2/Me',
    });
    expect(standIn.requests[0].headers.authorization).toBe(
      `Bearer ${ACCESS_TOKEN}`,
    );
  });

  it('does without what need not be there', async () => {
    standIn.answer(200, { id: '42', userName: 'a', displayName: null });
    await expect(calls.me()).resolves.toEqual({
      id: '42',
      userName: 'a',
      displayName: undefined,
    });
  });

  it('asks for the state of compute and starts none', async () => {
    const warehouse = { name: 'Shared', state: 'STOPPED' };
    standIn.answer(200, { id: 'abc123', ...warehouse, cluster_size: 'Small' });
    await expect(calls.warehouse()).resolves.toEqual({
      ...warehouse,
      size: 'Small',
    });
    standIn.answer(200, {
      cluster_name: 'Jobs',
      state: 'TERMINATED',
      node_type_id: 'i3.xlarge',
    });
    await expect(calls.cluster()).resolves.toEqual({
      name: 'Jobs',
      state: 'TERMINATED',
      size: 'i3.xlarge',
    });
    expect(standIn.requests.map(it => `${it.method} ${it.path}`)).toEqual([
      'GET /api/2.0/sql/warehouses/abc123',
      'GET /api/2.1/clusters/get?cluster_id=0123-456789-abc',
    ]);
  });

  it('keeps an odd ID within its place', async () => {
    standIn.answer(200, { name: 'x', state: 'RUNNING', cluster_name: 'x' });
    await client.getWarehouse({ ...caller(), id: '../../x?y#z' });
    await client.getCluster({ ...caller(), id: 'a&b=c' });
    expect(standIn.requests.map(it => it.path)).toEqual([
      '/api/2.0/sql/warehouses/..%2F..%2Fx%3Fy%23z',
      '/api/2.1/clusters/get?cluster_id=a%26b%3Dc',
    ]);
  });

  it.each<[number, unknown, DatabricksCallErrorKind]>([
    [401, 'Token is expired', 'token_rejected'],
    [401, {}, 'token_rejected'],
    [403, 'Invalid Token', 'token_rejected'],
    [
      403,
      { error_code: 403, message: 'Invalid access token. [ReqId: 1]' },
      'token_rejected',
    ],
    [
      403,
      'Token is expiring within 30 seconds. (token expired)',
      'token_rejected',
    ],
    [
      403,
      { error_code: 'PERMISSION_DENIED', message: ACCESS_TOKEN },
      'forbidden',
    ],
    [403, { detail: 'no', status: '403', scimType: 'x' }, 'forbidden'],
    [403, '<html>', 'forbidden'],
    [
      403,
      { message: 'Provided OAuth token does not have required scopes: sql' },
      'scopes_rejected',
    ],
    [404, { error_code: 'RESOURCE_DOES_NOT_EXIST' }, 'not_found'],
    [
      400,
      {
        error_code: 'INVALID_PARAMETER_VALUE',
        message: 'Cluster x does not exist',
      },
      'not_found',
    ],
    [
      400,
      {
        error_code: 'INVALID_PARAMETER_VALUE',
        message: 'x is not a valid endpoint id.',
      },
      'not_found',
    ],
    [400, { error_code: 'BAD_REQUEST', message: ACCESS_TOKEN }, 'unclear'],
    [
      403,
      {
        error_code: 'PERMISSION_DENIED',
        message: `Source IP address: 203.0.113.9 is blocked by Databricks IP ACL for workspace: 1 ${ACCESS_TOKEN}`,
      },
      'refused',
    ],
    [408, '', 'unavailable'],
    [425, '', 'unavailable'],
    [429, {}, 'throttled'],
    [500, '<html>', 'unavailable'],
    [503, {}, 'unavailable'],
    [302, '', 'nonsense'],
    [204, '', 'nonsense'],
    [200, '<!doctype html><title>Databricks</title>', 'nonsense'],
    [200, '{"id":', 'nonsense'],
    [200, {}, 'nonsense'],
    [
      200,
      { id: '', userName: '', name: '', state: '', cluster_name: 'x' },
      'nonsense',
    ],
    [
      200,
      { id: 1, userName: 2, name: 3, state: 4, cluster_name: 5 },
      'nonsense',
    ],
  ])('%i %j is %s', async (status, body, kind) => {
    standIn.answer(status, body);
    for (const [name, call] of Object.entries(calls)) {
      const error = await call().then(
        () => undefined,
        thrown => thrown,
      );
      // Everybody may ask who they are: a workspace that forbids it refuses them
      const isRefusal =
        name === 'me' && (kind === 'forbidden' || kind === 'unclear');
      expect(error).toMatchObject({
        name: 'DatabricksCallError',
        kind: isRefusal ? 'refused' : kind,
        status,
      });
      expectNoLeak(error, [ACCESS_TOKEN]);
    }
  });

  it.each<[number, unknown, Record<string, string>, string | undefined]>([
    [
      403,
      { message: 'Source IP address: 1.2.3.4 is blocked by Databricks IP ACL' },
      {},
      'ip_access_list',
    ],
    [403, 'Not allowed by the IP access list', {}, 'ip_access_list'],
    [
      403,
      '',
      { 'x-databricks-reason-phrase': 'Unauthorized private link access' },
      'private_link',
    ],
    [
      302,
      '',
      { location: '/login.html?error=private-link-validation-error' },
      'private_link',
    ],
    [
      403,
      { detail: 'User lacks the entitlement workspace-access' },
      {},
      'entitlement',
    ],
    [
      403,
      { message: 'User is not a member of this workspace.' },
      {},
      'not_a_member',
    ],
  ])('%i %j %j refuses for good: %s', async (status, body, headers, why) => {
    standIn.answer(status, body, headers);
    await expect(calls.me()).rejects.toMatchObject({
      kind: 'refused',
      refusal: why,
      status,
    });
    // Where somebody asks for a thing, only the network is told from a missing right to it: names may contain anything
    const isOfNetwork = why === 'ip_access_list' || why === 'private_link';
    await expect(calls.warehouse()).rejects.toMatchObject({
      kind: isOfNetwork ? 'refused' : 'forbidden',
      status,
    });
  });

  it('takes no name of a catalog for a rule', async () => {
    standIn.answer(403, {
      error_code: 'PERMISSION_DENIED',
      message:
        "User does not have USE CATALOG on Catalog 'private-link-entitlement'",
    });
    await expect(
      client.getCatalog({ ...caller(), name: 'private-link-entitlement' }),
    ).rejects.toMatchObject({ kind: 'forbidden' });
  });

  it('takes a server that is down for nothing else, whatever it says', async () => {
    standIn.answer(503, 'blocked by Databricks IP ACL');
    await expect(calls.me()).rejects.toMatchObject({ kind: 'unavailable' });
  });

  it('names the scopes that a token lacks, where they look like scopes', async () => {
    const lacks = (scopes: string) =>
      standIn.answer(403, {
        message: `Provided OAuth token does not have required scopes: ${scopes} [ReqId: 1]`,
      });
    lacks('jobs');
    await expect(calls.me()).rejects.toMatchObject({ scope: 'jobs' });
    lacks('sql, unity-catalog');
    await expect(calls.me()).rejects.toMatchObject({
      scope: 'sql, unity-catalog',
    });
    lacks('<script>');
    const error = await calls.me().catch(thrown => thrown);
    expect(error).toMatchObject({ kind: 'scopes_rejected' });
    expect(error.scope).toBeUndefined();
  });

  it('lets in a user in thousands of groups, and finds a cluster of hundreds of nodes', async () => {
    const groups = Array.from({ length: 5_000 }, (_, i) => ({
      display: `group-${i}`,
      value: `${i}`.padStart(20, '0'),
      $ref: `Groups/${i}`,
    }));
    standIn.answer(200, { ...me, groups });
    await expect(calls.me()).resolves.toEqual(me);
    standIn.answer(200, {
      cluster_name: 'Large',
      state: 'RUNNING',
      executors: groups,
    });
    await expect(calls.cluster()).resolves.toEqual({
      name: 'Large',
      state: 'RUNNING',
    });
  });

  it('reads 64 KiB of what lists nothing', async () => {
    const padding = 'x'.repeat(64 * 1024);
    standIn.answer(200, { name: 'x', state: 'RUNNING', padding });
    await expect(calls.warehouse()).rejects.toMatchObject({ kind: 'nonsense' });
  });

  it('reads at most 8 MiB', async () => {
    standIn.answer(200, { ...me, padding: 'x'.repeat(8 * 1024 * 1024) });
    await expect(calls.me()).rejects.toMatchObject({ kind: 'nonsense' });
  });

  it.each<object>([
    { cluster_name: '', name: '' },
    { cluster_name: null, name: null, cluster_size: null, node_type_id: null },
    { cluster_name: 'a\nb', name: 'a\u202eb', cluster_size: '\0' },
    { cluster_name: 'x'.repeat(101), name: ['x'], node_type_id: 7 },
    {},
  ])(
    'calls compute without a name that can be read by its ID: %j',
    async names => {
      standIn.answer(200, { ...names, state: 'RUNNING' });
      const state = 'RUNNING';
      await expect(calls.cluster()).resolves.toEqual({
        name: '0123-456789-abc',
        state,
      });
      await expect(calls.warehouse()).resolves.toEqual({
        name: 'abc123',
        state,
      });
    },
  );

  it.each([
    'x is not a valid endpoint id.',
    'x is not a valid warehouse id.',
    'x is not a valid id',
    'Invalid cluster ID: x',
    'Cluster x does not exist',
  ])('takes it for not there: %s', async message => {
    standIn.answer(400, { error_code: 'INVALID_PARAMETER_VALUE', message });
    await expect(calls.warehouse()).rejects.toMatchObject({
      kind: 'not_found',
    });
  });

  it('says for how long to wait', async () => {
    standIn.answer(429, '', { 'retry-after': '7' });
    await expect(calls.me()).rejects.toMatchObject({ retryAfterSeconds: 7 });
  });
});
