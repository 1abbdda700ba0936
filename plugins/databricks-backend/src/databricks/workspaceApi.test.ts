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
    standIn.answer(200, { id: 'abc123', name: 'Shared', state: 'STOPPED' });
    await expect(calls.warehouse()).resolves.toEqual({
      name: 'Shared',
      state: 'STOPPED',
    });
    standIn.answer(200, { cluster_name: 'Jobs', state: 'TERMINATED' });
    await expect(calls.cluster()).resolves.toEqual({
      name: 'Jobs',
      state: 'TERMINATED',
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
    [400, { error_code: 'BAD_REQUEST', message: ACCESS_TOKEN }, 'unclear'],
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
      { id: '', userName: '', name: '', state: '', cluster_name: '' },
      'nonsense',
    ],
    [
      200,
      { id: 1, userName: 2, name: 3, state: 4, cluster_name: 5 },
      'nonsense',
    ],
  ])('%i %j is %s', async (status, body, kind) => {
    standIn.answer(status, body);
    for (const call of Object.values(calls)) {
      const error = await call().then(
        () => undefined,
        thrown => thrown,
      );
      expect(error).toMatchObject({
        name: 'DatabricksCallError',
        kind,
        status,
      });
      expectNoLeak(error, [ACCESS_TOKEN]);
    }
  });

  it('says for how long to wait', async () => {
    standIn.answer(429, '', { 'retry-after': '7' });
    await expect(calls.me()).rejects.toMatchObject({ retryAfterSeconds: 7 });
  });
});
