import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { parse } from 'yaml';
import { mockCredentials } from '@backstage/backend-test-utils';
import { DatabricksErrorCode } from '@backstage-databricks/plugin-databricks-common';
import { expectRefusal } from '../__testUtils__/expectRefusal';
import { requests } from '../__testUtils__/requests';
import {
  alice,
  bob,
  mallory,
  StartedPlugin,
  startPlugin,
} from '../__testUtils__/startPlugin';

jest.setTimeout(60_000);

const reports = mockCredentials.service.header({
  onBehalfOf: mockCredentials.service('plugin:reports'),
  targetPluginId: 'databricks',
});

const PRINCIPAL = {
  clientId: 'sp-nightly',
  clientSecret: 'sp-nightly-secret',
};

/** Of each body one that is fine. */
const BODIES: Record<string, object> = {
  AppConnectionInput: { clientId: 'x', clientSecret: 'canary-x' },
  AppConnectionTestRequest: { workspaceUrl: 'https://x.azuredatabricks.net' },
  FabricInput: {
    type: 'spark',
    owner: '*',
    workspaceUrl: 'https://x.azuredatabricks.net',
  },
  PauseRequest: { paused: true },
  ServicePrincipalInput: PRINCIPAL,
  SignInRequest: { fabric: 'everybody' },
  TokenRequest: { fabric: 'nightly', purpose: 'automation' },
};

type Method = 'get' | 'post' | 'put' | 'delete';

type Operation = {
  description: string;
  requestBody?: {
    content: { 'application/json': { schema: { $ref?: string } } };
  };
};

const { paths } = parse(
  readFileSync(resolve(__dirname, 'openapi.yaml'), 'utf8'),
) as { paths: Record<string, Record<string, Operation>> };

/** All operations, each with somebody who may ask for it. */
const OPERATIONS = Object.entries(paths)
  .filter(([path]) => !/oauth/.test(path))
  .flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, { description, requestBody }]) => ({
      name: `${method} ${path}`,
      method: method as Method,
      path,
      body: requestBody?.content['application/json'].schema.$ref
        ?.split('/')
        .at(-1),
      caller: description.startsWith('A backend plugin') ? reports : bob,
    })),
  );

/** What a client that knows nothing but the contract gets when it is wrong. */
describe('the refusal', () => {
  let plugin: StartedPlugin;
  const { get, post, put, remove } = requests(() => plugin);

  beforeAll(async () => {
    plugin = await startPlugin({
      configure: config => ({
        ...config,
        consumers: {
          reports: { user: true, servicePrincipalOf: ['nightly', 'studio'] },
        },
      }),
    });
  });

  afterEach(() => plugin.simulator.faults.clear());

  afterAll(() => plugin.stop());

  it.each(OPERATIONS)(
    'of a body that $name does not take',
    async ({ path, method, body, caller }) => {
      const send = () =>
        plugin.as(caller)[method](
          // A fabric that exists, and any other name
          `/api/databricks${path
            .replace('/fabrics/{name}/test', '/fabrics/everybody/test')
            .replace(/\{\w+\}/, 'operations')}`,
        );
      const unknown = await send().send({
        ...(body && BODIES[body]),
        canary: 1,
      });
      const message = expectRefusal(unknown, 400, 'invalid_request');
      expect(message).toMatch(/canary/);
      const broken = send().type('application/json').send('{"canary');
      expectRefusal(await broken, 400, 'invalid_request');
      const text = send().type('text/plain').send('canary');
      expectRefusal(await text, 415, 'invalid_request');
      const large = send().send({ canary: 'x'.repeat(16 * 1024) });
      expectRefusal(await large, 413, 'invalid_request');
      if (body) {
        const list = await send().type('application/json').send('[]');
        expectRefusal(list, 400, 'invalid_request');
      }
    },
  );

  it.each(OPERATIONS)(
    'of a parameter that $name does not know',
    async ({ path, method, body, caller }) => {
      for (const query of [
        'dryrun=true',
        'canary[x]=',
        '__proto__[dryRun]=true',
        `${'&'.repeat(1_000)}canary=1`,
      ]) {
        const answer = await plugin
          .as(caller)
          [method](
            `/api/databricks${path.replace(
              /\{\w+\}/,
              'operations',
            )}?${encodeURI(query)}`,
          )
          .send(body && BODIES[body]);
        expectRefusal(answer, 400, 'invalid_request');
      }
    },
  );

  it.each([
    'dryRun=TRUE',
    'dryRun=1',
    'dryRun',
    'dryRun=true&dryRun=true',
    'dryRun=true&dryRun=false',
    'dryRun[]=true',
    'dryRun[x]=true',
    'dryRun%00=true',
  ])('of a dry run that is asked for with %s: nothing is written', async it => {
    for (const [path, body] of [
      ['/app-connections/new', BODIES.AppConnectionInput],
      ['/fabrics/new', BODIES.FabricInput],
      ['/fabrics/operations/service-principal', PRINCIPAL],
    ] as const) {
      const answer = await put(`${path}?${it}`, body);
      expectRefusal(answer, 400, 'invalid_request');
    }
    expect(await plugin.knex('definitions').select()).toEqual([]);
  });

  it('of a method or a path that does not exist', async () => {
    const patched = await plugin.as(alice).patch('/api/databricks/fabrics');
    expectRefusal(patched, 405, 'invalid_request');
    expect(patched.headers.allow).toBe('GET');
    for (const path of ['/nothing', '/Fabrics', '/fabrics/', '/metadata']) {
      expectRefusal(await get(path), 404, 'not_found');
    }
  });

  it('of what is not the caller’s, or not there', async () => {
    await plugin.connect(alice);
    const { body } = await get('/connections');
    const started = await post('/sign-ins', { fabric: 'everybody' });
    const none = '00000000-0000-4000-8000-000000000000';
    for (const answer of [
      await get('/fabrics/nightly', mallory),
      await get('/fabrics/none'),
      await get('/fabrics/nightly/compute', mallory),
      await get('/fabrics/none/compute'),
      await get('/fabrics/operations/compute', bob),
      await post('/fabrics/nightly/test', {}, mallory),
      await post('/sign-ins', { fabric: 'analytics-dev' }, mallory),
      await get(`/sign-ins/${started.body.id}`, mallory),
      await get(`/sign-ins/${none}`),
      await post('/sign-ins', { issuer: 'default@none' }),
      await remove(`/sign-ins/${started.body.id}`, undefined, mallory),
      await remove(`/sign-ins/${none}`, undefined, alice),
      await remove(`/connections/${body.items[0].id}`, undefined, mallory),
      await remove(`/connections/${none}`, undefined, alice),
      await post(`/connections/${body.items[0].id}/test`, {}, mallory),
      await post(`/connections/${none}/test`, {}),
      await remove(`/admin/connections/${none}`),
      await post('/tokens', { fabric: 'none', purpose: 'automation' }, reports),
      await remove('/fabrics/none', 'x'),
      await remove('/app-connections/none', 'x'),
      await post(
        '/app-connections/none/test',
        {
          workspaceUrl: plugin.simulator.url,
        },
        bob,
      ),
    ]) {
      expectRefusal(answer, 404, 'not_found');
    }
  });

  it.each([
    ['put', '/fabrics/NAME', BODIES.FabricInput],
    ['put', '/fabrics/NAME?dryRun=true', BODIES.FabricInput],
    ['put', '/fabrics/NAME', {}],
    ['delete', '/fabrics/NAME', undefined],
    ['put', '/fabrics/NAME/service-principal', PRINCIPAL],
    ['delete', '/fabrics/NAME/service-principal', undefined],
  ] as const)(
    'of who may not %s %s, in the same words whether there is one or not',
    async (method, path, body) => {
      const [foreign, none, open] = await Promise.all(
        ['operations', 'none', 'everybody'].map(name =>
          plugin
            .as(mallory)
            [method](`/api/databricks${path.replace('NAME', name)}`)
            .send(body),
        ),
      );
      expectRefusal(foreign, 403, 'not_allowed');
      expect([none.body, open.body]).toEqual([foreign.body, foreign.body]);
    },
  );

  it('of who may not', async () => {
    const body = { fabric: 'analytics-dev', purpose: 'interactive' };
    for (const answer of [
      await get('/settings', alice),
      await get('/fabrics', reports),
      await get('/settings', reports),
      await post('/tokens', body, alice),
      await post('/tokens', body, reports),
      await post(
        '/tokens',
        { fabric: 'everybody', purpose: 'automation' },
        reports,
      ),
    ]) {
      expectRefusal(answer, 403, 'not_allowed');
    }
  });

  it('of what somebody must do something about first', async () => {
    const fabric = {
      type: 'sql',
      owner: '*',
      workspaceUrl: plugin.simulator.url,
      warehouseId: 'abc123',
    };
    const appConnection = { clientId: 'x', clientSecret: 'canary-x' };
    const made = await put('/fabrics/new', fabric);
    // The first one replaces nothing
    const first = await put('/fabrics/new/service-principal', PRINCIPAL);
    const { etag } = first.body;
    expect(etag).not.toBe(made.body.etag);
    await put('/app-connections/second', appConnection);
    const second = (await get('/settings', bob)).body.appConnections.find(
      (it: { name: string }) => it.name === 'second',
    );
    await put('/fabrics/uses', { ...fabric, appConnection: 'second' });
    const read = (await get('/fabrics/everybody')).body.etag;
    const expected: [DatabricksErrorCode, Awaited<ReturnType<typeof get>>][] = [
      ['conflict', await put('/fabrics/new', fabric)],
      ['conflict', await put('/fabrics/new', fabric, 'stale')],
      ['conflict', await put('/fabrics/never', fabric, etag)],
      ['conflict', await remove('/fabrics/new')],
      ['conflict', await put('/fabrics/new/service-principal', PRINCIPAL)],
      ['conflict', await remove('/fabrics/new/service-principal')],
      ['conflict', await put('/app-connections/second', appConnection)],
      ['conflict', await remove('/app-connections/second', second.etag)],
      ['read_only', await put('/fabrics/everybody', fabric, read)],
      ['read_only', await remove('/fabrics/everybody', read)],
      [
        'read_only',
        await put('/fabrics/nightly/service-principal', PRINCIPAL, read),
      ],
      ['read_only', await remove('/app-connections/default', read)],
      [
        'service_principal_missing',
        await post(
          '/tokens',
          { fabric: 'studio', purpose: 'automation' },
          reports,
        ),
      ],
    ];
    for (const [code, answer] of expected) {
      expect([code, answer.status]).toEqual([code, 409]);
      expectRefusal(answer, 409, code);
    }
    const refused = await put(
      '/fabrics/new/service-principal',
      { ...PRINCIPAL, clientSecret: 'canary-wrong' },
      etag,
    );
    expectRefusal(refused, 400, 'invalid_request');
    const needless = await post('/sign-ins', { fabric: 'nightly' });
    expectRefusal(needless, 400, 'invalid_request');
    const query = await put('/fabrics/new?dryRun=perhaps', fabric, etag);
    expectRefusal(query, 400, 'invalid_request');
  });

  it('of what passes by itself', async () => {
    plugin.simulator.faults.next('token', { kind: 'status', status: 503 });
    const body = { fabric: 'nightly', purpose: 'automation' };
    const down = await post('/tokens', body, reports);
    expectRefusal(down, 503, 'databricks_unavailable');

    const start = () => post('/sign-ins', { fabric: 'everybody' }, mallory);
    let last = await start();
    for (let i = 0; i < 20 && last.status === 201; i += 1) {
      last = await start();
    }
    expectRefusal(last, 429, 'too_many_requests');
  });

  it('of what Databricks refuses for good', async () => {
    await plugin.knex('grants').update({ retry_at: null });
    const refusal = { kind: 'status', status: 403 } as const;
    plugin.simulator.faults.next('token', refusal);
    const body = { fabric: 'nightly', purpose: 'automation' };
    for (let i = 0; i < 2; i += 1) {
      const refused = await post('/tokens', body, reports);
      expectRefusal(refused, 409, 'databricks_refused');
      expect(refused.headers).not.toHaveProperty('retry-after');
    }
  });
});
