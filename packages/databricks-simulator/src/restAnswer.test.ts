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
const WAREHOUSES = '/api/2.0/sql/warehouses';
const CLUSTERS = '/api/2.1/clusters/list';
const CATALOG = '/api/2.1/unity-catalog/catalogs/main';
const SCHEMA = '/api/2.1/unity-catalog/schemas/main.sales';
const ALL = [
  ME,
  WAREHOUSE,
  WAREHOUSES,
  CLUSTER,
  CLUSTERS,
  CATALOG,
  SCHEMA,
  JOBS,
];

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
      node_type_id: 'i3.xlarge',
      cluster_source: 'UI',
    });
    expect(await (await get(JOBS, ofRobot)).json()).toEqual({
      has_more: false,
    });
  });

  it('does not know what is missing', async () => {
    const missing = await get('/api/2.0/sql/warehouses/missing1', ofAda);
    expect(missing.status).toBe(404);
    expect(await missing.json()).toEqual({
      error_code: 'RESOURCE_DOES_NOT_EXIST',
      message: 'SQL warehouse missing1 does not exist.',
    });
    for (const id of ['invalid1', '%', 'a%zz', '%e0%a4%a']) {
      const warehouse = await get(`/api/2.0/sql/warehouses/${id}`, ofAda);
      expect(warehouse.status).toBe(400);
      expect(await warehouse.json()).toEqual({
        error_code: 'INVALID_PARAMETER_VALUE',
        message: `${id} is not a valid endpoint id.`,
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
    const catalog = await get(`${CATALOG}-missing`, ofAda);
    expect(catalog.status).toBe(404);
    expect(await catalog.json()).toEqual({
      error_code: 'CATALOG_DOES_NOT_EXIST',
      message: "Catalog 'main-missing' does not exist.",
    });
    const schema = await get(`${SCHEMA}-missing`, ofAda);
    expect(schema.status).toBe(404);
    expect(await schema.json()).toMatchObject({
      error_code: 'SCHEMA_DOES_NOT_EXIST',
    });
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
    for (const [path, scope] of [
      [CLUSTER, 'clusters'],
      [CLUSTERS, 'clusters'],
      [CATALOG, 'unity-catalog'],
      [SCHEMA, 'unity-catalog'],
      [JOBS, 'jobs'],
    ]) {
      const refused = await get(path, token);
      expect(refused.status).toBe(403);
      expect(await refused.json()).toEqual({
        error_code: 'PERMISSION_DENIED',
        message: expect.stringMatching(
          RegExp(`^Provided .* required scopes: ${scope} \\[ReqId: [^ ]+\\]$`),
        ),
      });
    }
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
      node_type_id: 'i3.xlarge',
      cluster_source: 'UI',
    });
    expect((await get('/api/2.1/clusters/get?cluster_id=c2')).status).toBe(400);
    const list = await get('/api/2.1/clusters/list');
    expect(await list.json()).toEqual({
      clusters: [
        expect.objectContaining({ cluster_id: 'c1', state: 'PENDING' }),
      ],
    });
    expect(await (await get(WAREHOUSES)).json()).toMatchObject({
      warehouses: [{ id: 'a1', name: 'Reports', state: 'RUNNING' }],
    });

    expect((await getWith(token, other.url + ME)).status).toBe(403);
    const atOther = await createTestClient(other, ROBOT);
    await atOther.clientCredentials('all-apis');
  } finally {
    await Promise.all([simulator.stop(), other.stop()]);
  }
});

it('lists compute in pages, and clusters by who made them', async () => {
  const simulator = await startSimulator({
    servicePrincipals: [ROBOT],
    warehouses: Array.from({ length: 3 }, (_, i) => ({ id: `w${i}` })),
    clusters: [
      ...Array.from({ length: 21 }, (_, i) => ({ clusterId: `c${i}` })),
      { clusterId: 'api', source: 'API' },
      { clusterId: 'job', source: 'JOB' },
    ],
  });
  try {
    const robot = await createTestClient(simulator, ROBOT);
    const { access_token: token } = await robot.clientCredentials('all-apis');
    const list = async (path: string) => {
      const answer = await getWith(token, simulator.url + path);
      const body = await answer.json();
      const items: Record<string, string>[] = body.warehouses ?? body.clusters;
      const ids = items.map(it => it.id ?? it.cluster_id);
      return { ids, next: body.next_page_token as string | undefined };
    };
    expect((await list(WAREHOUSES)).ids).toEqual(['w0', 'w1', 'w2']);
    const first = await list(`${WAREHOUSES}?page_size=2`);
    expect(first.ids).toEqual(['w0', 'w1']);
    expect(
      await list(`${WAREHOUSES}?page_size=2&page_token=${first.next}`),
    ).toEqual({ ids: ['w2'], next: undefined });
    const { ids, next } = await list(CLUSTERS);
    expect(ids).toHaveLength(20);
    expect((await list(`${CLUSTERS}?page_token=${next}`)).ids).toEqual([
      'c20',
      'api',
      'job',
    ]);
    const by = 'filter_by.cluster_sources';
    expect((await list(`${CLUSTERS}?${by}=JOB&${by}=API`)).ids).toEqual([
      'api',
      'job',
    ]);
  } finally {
    await simulator.stop();
  }
});

describe('Rights', () => {
  let simulator: Simulator;
  let get: (path: string) => Promise<{ status: number; body: unknown }>;

  beforeAll(async () => {
    simulator = await startSimulator({
      servicePrincipals: [ROBOT],
      warehouses: [{ id: 'a1' }, { id: 'a2' }],
      clusters: [{ clusterId: 'c1' }, { clusterId: 'c2' }],
      catalogs: [{ name: 'main', schemas: ['sales', 'hr'] }, { name: 'lab' }],
    });
    const robot = await createTestClient(simulator, ROBOT);
    const { access_token: token } = await robot.clientCredentials('all-apis');
    get = async path => {
      const answer = await getWith(token, simulator.url + path);
      return { status: answer.status, body: await answer.json() };
    };
  });

  beforeEach(() => simulator.rights.clear());

  afterAll(() => simulator.stop());

  const catalogs = '/api/2.1/unity-catalog/catalogs';
  const schemas = '/api/2.1/unity-catalog/schemas';
  const denied = (message: unknown) => ({
    status: 403,
    body: { error_code: 'PERMISSION_DENIED', message },
  });
  const unknown = (what: string) => ({
    status: 404,
    body: { error_code: `${what}_DOES_NOT_EXIST`, message: expect.anything() },
  });

  it('are everybody’s while none are given', async () => {
    for (const path of [
      `${WAREHOUSES}/a1`,
      '/api/2.1/clusters/get?cluster_id=c1',
      `${catalogs}/lab`,
      `${schemas}/lab.anything`,
      `${schemas}/main.hr`,
    ]) {
      expect(await get(path)).toMatchObject({ status: 200 });
    }
    expect(await get(`${catalogs}/main`)).toMatchObject({
      body: { name: 'main' },
    });
    expect(await get(`${schemas}/main.other`)).toEqual(unknown('SCHEMA'));
    expect(await get(`${catalogs}/other`)).toEqual(unknown('CATALOG'));
  });

  it('hide compute, in words that change, and say nothing of what exists', async () => {
    simulator.rights.set('another', { warehouses: [] });
    simulator.rights.set('robot', { warehouses: ['a1'], clusters: ['c1'] });
    expect((await get(`${WAREHOUSES}/a1`)).status).toBe(200);
    const words = new Set<unknown>();
    for (const id of ['a2', 'a2', 'a3']) {
      const refused = await get(`${WAREHOUSES}/${id}`);
      expect(refused).toEqual(
        denied(
          expect.stringMatching(
            RegExp(
              `^User robot does not have .* permissions on SQL warehouse ${id}$`,
            ),
          ),
        ),
      );
      words.add((refused.body as { message: string }).message);
    }
    expect(words.size).toBe(3);
    expect(await get('/api/2.1/clusters/get?cluster_id=c2')).toEqual(
      denied(expect.stringMatching(/^User robot does .* on cluster c2$/)),
    );
    expect((await get(WAREHOUSES)).body).toMatchObject({
      warehouses: [{ id: 'a1' }],
    });
    expect((await get(CLUSTERS)).body).toMatchObject({
      clusters: [{ cluster_id: 'c1' }],
    });
    simulator.rights.set('robot', { warehouses: [], clusters: [] });
    expect((await get(WAREHOUSES)).body).toEqual({});
    expect((await get(CLUSTERS)).body).toEqual({});
  });

  it('tell apart what one may use, browse and not see', async () => {
    simulator.rights.set('robot', {
      catalogs: { main: 'USE_CATALOG', lab: 'BROWSE' },
      schemas: { 'main.sales': 'USE_SCHEMA', 'main.hr': 'BROWSE' },
    });
    expect(await get(`${catalogs}/main?include_browse=true`)).toEqual({
      status: 200,
      body: expect.not.objectContaining({ browse_only: true }),
    });
    for (const [path, right] of [
      [`${catalogs}/lab`, "USE CATALOG on Catalog 'lab'"],
      [`${schemas}/main.hr`, "USE SCHEMA on Schema 'main.hr'"],
    ]) {
      expect(await get(path)).toEqual(denied(`User does not have ${right}.`));
      expect(await get(`${path}?include_browse=true`)).toMatchObject({
        status: 200,
        body: { browse_only: true },
      });
    }
    expect((await get(`${schemas}/main.sales`)).status).toBe(200);
    expect(await get(`${schemas}/lab.anything`)).toEqual(unknown('SCHEMA'));
    simulator.rights.set('robot', { catalogs: {} });
    expect(await get(`${catalogs}/main?include_browse=true`)).toEqual(
      denied("User does not have USE CATALOG on Catalog 'main'."),
    );
    expect(await get(`${schemas}/main.sales`)).toEqual(unknown('SCHEMA'));
  });

  it('are nobody’s who is no member', async () => {
    simulator.rights.set('robot', { member: false });
    for (const path of [ME, `${WAREHOUSES}/a1`, JOBS]) {
      expect(await get(path)).toEqual(
        denied('User robot is not a member of this workspace.'),
      );
    }
  });
});
