import { Simulator } from './Simulator';
import { startSimulator } from './startSimulator';
import {
  CONFIDENTIAL,
  createTestClient,
  getWith,
  ROBOT,
} from './__testUtils__/createTestClient';

const ME = '/api/2.0/preview/scim/v2/Me';
const WAREHOUSE = '/api/2.0/sql/warehouses/87d86f1b0a185e0a';
const CLUSTER = '/api/2.1/clusters/get?cluster_id=0123-456789-abcde123';
const JOBS = '/api/2.2/jobs/list?limit=1';
const ALL = [ME, WAREHOUSE, CLUSTER, JOBS];

describe('The REST API', () => {
  let simulator: Simulator;
  let ofAda: string;
  let ofRobot: string;

  beforeAll(async () => {
    simulator = await startSimulator({
      clients: [CONFIDENTIAL],
      servicePrincipals: [
        { ...ROBOT, displayName: 'Nightly robot' },
        { ...ROBOT, clientId: 'narrow-robot', scopes: ['sql.warehouses'] },
      ],
      workspaceId: '4711',
    });
    const app = await createTestClient(simulator, CONFIDENTIAL);
    ofAda = (await app.connect()).access_token;
    const robot = await createTestClient(simulator, ROBOT);
    ofRobot = (await robot.clientCredentials('all-apis')).access_token;
  });

  afterAll(() => simulator.stop());

  const get = (path: string, token?: string) =>
    getWith(token, simulator.url + path);

  it('says who a person is', async () => {
    const response = await get(ME, ofAda);
    expect(response.status).toBe(200);
    const body = await response.json();
    expect(body).toMatchObject({
      id: expect.stringMatching(/^\d{16}$/),
      userName: 'ada@example.com',
      displayName: 'Ada Lovelace',
      active: true,
      emails: [{ value: 'ada@example.com', primary: true }],
    });
    const app = await createTestClient(simulator, CONFIDENTIAL);
    const me = async (userName: string) =>
      (
        await get(ME, (await app.connect(userName)).access_token)
      ).json() as Promise<{ id: string }>;
    expect((await me('ada@example.com')).id).toBe(body.id);
    expect((await me('grace@example.com')).id).not.toBe(body.id);
  });

  it('says who a service principal is', async () => {
    const body = await (await get(ME, ofRobot)).json();
    expect(body).toMatchObject({
      userName: 'robot',
      displayName: 'Nightly robot',
    });
    expect(body).not.toHaveProperty('emails');
  });

  it('tells of warehouses, clusters and jobs', async () => {
    const warehouse = await (await get(WAREHOUSE, ofAda)).json();
    expect(warehouse).toMatchObject({
      id: '87d86f1b0a185e0a',
      name: 'Warehouse 87d86f1b0a185e0a',
      state: 'STOPPED',
      jdbc_url: expect.stringContaining(
        'httpPath=/sql/1.0/warehouses/87d86f1b0a185e0a;',
      ),
      odbc_params: {
        path: '/sql/1.0/warehouses/87d86f1b0a185e0a',
        port: 443,
        protocol: 'https',
      },
    });
    expect(await (await get(CLUSTER, ofRobot)).json()).toEqual({
      cluster_id: '0123-456789-abcde123',
      cluster_name: 'Cluster 0123-456789-abcde123',
      state: 'TERMINATED',
    });
    expect(await (await get(JOBS, ofRobot)).json()).toEqual({
      has_more: false,
    });
  });

  it('does not know what is missing', async () => {
    for (const id of ['missing1', '%', 'a%zz', '%e0%a4%a']) {
      const warehouse = await get(`/api/2.0/sql/warehouses/${id}`, ofAda);
      expect(warehouse.status).toBe(404);
      expect(await warehouse.json()).toEqual({
        error_code: 'RESOURCE_DOES_NOT_EXIST',
        message: `SQL warehouse ${id} does not exist.`,
      });
    }
    for (const query of ['?cluster_id=missing1', '']) {
      const cluster = await get(`/api/2.1/clusters/get${query}`, ofAda);
      expect(cluster.status).toBe(400);
      expect(await cluster.json()).toMatchObject({
        error_code: 'INVALID_PARAMETER_VALUE',
        message: expect.stringMatching(/^Cluster .*does not exist$/),
      });
    }
  });

  it.each(ALL)('names the workspace and counts on %s', async path => {
    const before = Object.values(simulator.calls).reduce((a, b) => a + b);
    const answers = await Promise.all([get(path, ofAda), get(path), get(path)]);
    const after = Object.values(simulator.calls).reduce((a, b) => a + b);
    expect(after).toBe(before + 3);
    for (const answer of answers) {
      expect(answer.headers.get('x-databricks-org-id')).toBe('4711');
    }
  });

  it.each(ALL)('refuses strangers on %s', async path => {
    expect((await get(path)).status).toBe(401);
    const basic = await fetch(simulator.url + path, {
      headers: { authorization: 'Basic YTpi' },
    });
    expect(basic.status).toBe(401);

    const [header, payload] = ofAda.split('.');
    for (const token of ['dapi123', `${header}.${payload}.`, `${ofAda}x`]) {
      const response = await get(path, token);
      expect(response.status).toBe(403);
      expect(response.headers.get('content-type')).toMatch(/^text\/plain/);
      expect(await response.text()).toBe('Invalid Token');
    }
    const posted = await fetch(simulator.url + path, { method: 'POST' });
    expect(posted.status).toBe(405);
    expect(posted.headers.get('allow')).toBe('GET');
  });

  it('wants a scope that fits', async () => {
    const narrow = await createTestClient(simulator, {
      ...ROBOT,
      clientId: 'narrow-robot',
    });
    const { access_token: token } = await narrow.clientCredentials();
    expect((await get(ME, token)).status).toBe(200);
    expect((await get(WAREHOUSE, token)).status).toBe(200);
    const cluster = await get(CLUSTER, token);
    expect(cluster.status).toBe(403);
    expect(await cluster.json()).toEqual({
      error_code: 'PERMISSION_DENIED',
      message: 'Provided OAuth token does not have required scopes: compute',
    });
    expect((await get(JOBS, token)).status).toBe(403);
  });

  it('expires access tokens when asked to', async () => {
    const robot = await createTestClient(simulator, ROBOT);
    const { access_token: token } = await robot.clientCredentials();
    expect((await get(ME, token)).status).toBe(200);
    simulator.expireAccessTokens();
    expect((await get(ME, token)).status).toBe(403);
    const { access_token: another } = await robot.clientCredentials();
    expect((await get(ME, another)).status).toBe(200);
  });
});

it('has only the warehouses and clusters that are configured, and no tokens of other workspaces', async () => {
  const simulator = await startSimulator({
    servicePrincipals: [ROBOT],
    warehouses: [{ id: 'a1', name: 'Reports', state: 'RUNNING' }],
    clusters: [{ clusterId: 'c1', name: 'Training', state: 'PENDING' }],
  });
  const other = await startSimulator({ account: simulator.account });
  try {
    const robot = await createTestClient(simulator, ROBOT);
    const { access_token: token } = await robot.clientCredentials();
    const get = (path: string) => getWith(token, simulator.url + path);
    const warehouse = await get('/api/2.0/sql/warehouses/a1');
    expect(await warehouse.json()).toMatchObject({
      name: 'Reports',
      state: 'RUNNING',
    });
    expect((await get('/api/2.0/sql/warehouses/a2')).status).toBe(404);
    const cluster = await get('/api/2.1/clusters/get?cluster_id=c1');
    expect(await cluster.json()).toEqual({
      cluster_id: 'c1',
      cluster_name: 'Training',
      state: 'PENDING',
    });
    expect((await get('/api/2.1/clusters/get?cluster_id=c2')).status).toBe(400);
    const list = await get('/api/2.1/clusters/list');
    expect(await list.json()).toEqual({
      clusters: [
        { cluster_id: 'c1', cluster_name: 'Training', state: 'PENDING' },
      ],
    });

    expect((await getWith(token, other.url + ME)).status).toBe(403);
    const atOther = await createTestClient(other, ROBOT);
    await atOther.clientCredentials('all-apis');
  } finally {
    await Promise.all([simulator.stop(), other.stop()]);
  }
});
