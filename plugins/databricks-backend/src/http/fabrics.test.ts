import { JsonObject } from '@backstage/types';
import { gzipSync } from 'node:zlib';
import { DatabaseFabricNameStore } from '../fabrics/DatabaseFabricNameStore';
import { FabricNames } from '../fabrics/FabricNames';
import { ResolvedFabric } from '../settings';
import {
  alice,
  bob,
  mallory,
  StartedPlugin,
  startPlugin,
} from '../__testUtils__/startPlugin';

/** The configuration with so many more fabrics, with what more is said of each. */
function withFabrics(count: number, more: JsonObject = {}) {
  return (config: JsonObject): JsonObject => {
    const fabrics = config.fabrics as Record<string, JsonObject>;
    return {
      ...config,
      fabrics: {
        ...fabrics,
        ...Object.fromEntries(
          Array.from({ length: count }, (_, i) => [
            `more-${i}`,
            { ...fabrics['analytics-dev'], ...more },
          ]),
        ),
      },
    };
  };
}

async function statementsOf(
  plugin: StartedPlugin,
  work: () => PromiseLike<unknown>,
): Promise<string[]> {
  const statements: string[] = [];
  const count = ({ sql }: { sql: string }) => statements.push(sql);
  plugin.knex.on('query', count);
  await work();
  plugin.knex.off('query', count);
  return statements;
}

describe('fabrics', () => {
  let plugin: StartedPlugin;

  beforeAll(async () => {
    plugin = await startPlugin();
  });

  afterAll(async () => {
    await plugin.stop();
  });

  async function namesFor(user: string) {
    const { body } = await plugin.as(user).get('/api/databricks/fabrics');
    return {
      names: body.items.map((it: { name: string }) => it.name).sort(),
      admin: body.admin,
    };
  }

  it('are those of the user’s teams, and those of everybody', async () => {
    expect(await namesFor(alice)).toEqual({
      names: ['analytics-dev', 'everybody', 'nightly', 'studio'],
      admin: false,
    });
    expect(await namesFor(bob)).toEqual({
      names: ['everybody', 'operations'],
      admin: true,
    });
    expect(await namesFor(mallory)).toEqual({
      names: ['everybody'],
      admin: false,
    });
  });

  it('say what they are, who runs there, and what is missing', async () => {
    const { body } = await plugin
      .as(alice)
      .get('/api/databricks/fabrics/analytics-dev');
    const { url } = plugin.simulator;
    const { host } = new URL(url);
    expect(body).toEqual({
      name: 'analytics-dev',
      title: 'Analytics (dev)',
      type: 'sql',
      owner: 'group:default/analytics',
      workspaceUrl: url,
      workspace: { url, title: host },
      issuer: `default@${host}`,
      compute: {
        kind: 'warehouse',
        id: 'abc123',
        httpPath: '/sql/1.0/warehouses/abc123',
      },
      source: 'config',
      canEdit: false,
      etag: expect.any(String),
      interactiveAs: 'user',
      automationAs: 'servicePrincipal',
      signInNeeded: true,
      appConnection: { name: 'default', title: 'Databricks', ready: true },
      connection: { status: 'not_connected' },
      servicePrincipal: { status: 'missing' },
      warnings: [
        {
          code: 'service_principal_missing',
          message: expect.stringContaining('Analytics (dev)'),
          values: { fabric: 'Analytics (dev)' },
        },
      ],
    });

    const nightly = await plugin
      .as(alice)
      .get('/api/databricks/fabrics/nightly');
    expect(nightly.body).toMatchObject({
      title: 'nightly',
      interactiveAs: 'servicePrincipal',
      automationAs: 'servicePrincipal',
      signInNeeded: false,
      servicePrincipal: { clientId: 'sp-nightly', status: 'unchecked' },
      warnings: [],
    });
    expect(nightly.body).not.toHaveProperty('connection');
    expect(nightly.body).not.toHaveProperty('appConnection');

    const studio = await plugin.as(alice).get('/api/databricks/fabrics/studio');
    expect(studio.body).toMatchObject({
      interactiveAs: 'user',
      automationAs: 'user',
      warnings: [{ code: 'schedules_cannot_run' }],
    });
  });

  it.each([4, 200])(
    'take at most four statements and no call, with %i more of them',
    async count => {
      const large = await startPlugin({ configure: withFabrics(count) });
      await large.connect(alice);
      const get = () => large.as(alice).get('/api/databricks/fabrics');
      const callsBefore = { ...large.simulator.calls };
      const statements = await statementsOf(large, get);
      const { body } = await get();
      expect(body.items).toHaveLength(count + 4);
      expect(body.issuers).toHaveLength(1);
      expect(statements).toHaveLength(4);
      expect(large.simulator.calls).toEqual(callsBefore);
      await large.stop();
    },
  );

  it('are lean: a thousand of them, told in full, fit into 600 kB, compressed into 100 kB', async () => {
    const rich = {
      description: 'Shared development warehouse',
      catalog: 'main',
      schema: 'default',
      servicePrincipal: {
        clientId: '1b2c3d4e-5f60-7182-93a4-b5c6d7e8f901',
        clientSecret: 'x',
        secretExpiresAt: '2020-01-01',
      },
    };
    const large = await startPlugin({ configure: withFabrics(1_000, rich) });
    await large.connect(alice);
    const names = new FabricNames({
      store: new DatabaseFabricNameStore(large),
    });
    for (let i = 0; i < 1_000; i += 1) {
      const named = {
        name: `more-${i}`,
        workspaceUrl: large.simulator.url,
        compute: { kind: 'warehouse', id: 'abc123' },
        servicePrincipal: rich.servicePrincipal,
      } as unknown as ResolvedFabric;
      await names.learn(named, {
        compute: `Warehouse of team ${i}`,
        servicePrincipal: `Scheduled loads of team ${i}`,
      });
    }
    const { body } = await large.as(alice).get('/api/databricks/fabrics');
    expect(body.items).toHaveLength(1_004);
    expect(body.items).toContainEqual(
      expect.objectContaining({
        compute: expect.objectContaining({ name: 'Warehouse of team 999' }),
        automation: expect.objectContaining({
          name: 'Scheduled loads of team 999',
        }),
      }),
    );
    const text = JSON.stringify(body);
    expect(text.length).toBeLessThan(600_000);
    expect(gzipSync(text).length).toBeLessThan(100_000);
    await large.stop();
  }, 30_000);

  it('are listed with where one signs in for them, once, and with nobody else’s connection', async () => {
    const shared = await startPlugin({
      configure: config => {
        const { fabrics, appConnections } = config as Record<
          string,
          Record<string, JsonObject>
        >;
        return {
          ...config,
          appConnections: {
            default: { ...appConnections.default, default: true },
            other: { clientId: 'other-client', public: true },
          },
          fabrics: {
            ...fabrics,
            other: { ...fabrics.everybody, appConnection: 'other' },
          },
        };
      },
    });
    const { url } = shared.simulator;
    const { host } = new URL(url);
    await shared.connect(alice, { person: 'ada@example.com' });
    await shared.connect(bob, {
      fabric: 'everybody',
      person: 'grace@example.com',
    });
    const list = (user: string) =>
      shared.as(user).get('/api/databricks/fabrics');

    const hers = await list(alice);
    expect(hers.body.issuers).toEqual([
      {
        id: `default@${host}`,
        kind: 'workspace',
        url,
        title: host,
        appConnection: { name: 'default', title: 'Databricks', ready: true },
        connection: expect.objectContaining({
          status: 'connected',
          databricksUser: expect.objectContaining({
            userName: 'ada@example.com',
          }),
          issuer: { kind: 'workspace', url, title: host },
          fabrics: ['analytics-dev', 'studio', 'everybody'],
        }),
        fabrics: 3,
      },
      {
        id: `other@${host}`,
        kind: 'workspace',
        url,
        title: host,
        appConnection: { name: 'other', title: 'other', ready: true },
        connection: { status: 'not_connected' },
        fabrics: 1,
      },
    ]);
    expect(
      hers.body.items.map((it: { name: string; issuer?: string }) => [
        it.name,
        it.issuer,
      ]),
    ).toEqual([
      ['analytics-dev', `default@${host}`],
      ['studio', `default@${host}`],
      ['nightly', undefined],
      ['everybody', `default@${host}`],
      ['other', `other@${host}`],
    ]);
    expect(hers.text).not.toContain('grace');
    expect(hers.text.match(/"databricksUser"/g)).toHaveLength(1);
    expect((await list(mallory)).text).not.toMatch(
      /ada@|grace@|"databricksUser"/,
    );
    await shared.stop();
  });

  it('can be tested, without starting anything', async () => {
    const test = (name: string, body = {}) =>
      plugin.as(alice).post(`/api/databricks/fabrics/${name}/test`).send(body);
    expect((await test('analytics-dev')).body).toMatchObject({
      ok: false,
      checks: [{ id: 'identity', state: 'failed' }],
    });
    await plugin.connect(alice, { person: 'ada@example.com' });
    expect((await test('analytics-dev')).body).toEqual({
      ok: true,
      checks: [
        {
          id: 'identity',
          state: 'ok',
          message: expect.stringContaining('Ada Lovelace'),
          values: { code: 'known', who: 'ada@example.com' },
        },
        {
          id: 'compute',
          state: 'ok',
          message: expect.stringContaining('STOPPED'),
          values: expect.objectContaining({ code: 'exists' }),
        },
      ],
    });
    expect((await test('nightly')).body).toMatchObject({
      ok: true,
      checks: [{ message: expect.stringContaining('sp-nightly') }, {}],
    });
    const without = await test('analytics-dev', { as: 'servicePrincipal' });
    expect(without.body.checks[0].message).toContain(
      'has no service principal',
    );
    expect((await test('analytics-dev', { as: 'root' })).status).toBe(400);
  });
});

describe('the service principal of a fabric', () => {
  it('is ready after its first token, rejected with the reason, and unchecked after a change', async () => {
    const plugin = await startPlugin();
    const card = async () => {
      const { body } = await plugin
        .as(alice)
        .get('/api/databricks/fabrics/nightly');
      return {
        status: body.servicePrincipal.status,
        warnings: body.warnings.map((it: { code: string }) => it.code),
      };
    };
    const use = () =>
      plugin.as(alice).post('/api/databricks/fabrics/nightly/test').send({});
    expect(await card()).toEqual({ status: 'unchecked', warnings: [] });

    plugin.simulator.faults.next('token', { kind: 'status', status: 503 });
    await use();
    expect(await card()).toEqual({
      status: 'unchecked',
      warnings: ['databricks_unavailable'],
    });

    const setSecret = (clientSecret: string) =>
      plugin.simulator.account.addServicePrincipal({
        clientId: 'sp-nightly',
        clientSecret,
      });
    setSecret('another-secret');
    await plugin.knex('grants').update({ retry_at: 0 });
    await use();
    expect(await card()).toEqual({
      status: 'rejected',
      warnings: ['service_principal_rejected'],
    });

    setSecret('sp-nightly-secret');
    const now = performance.now.bind(performance);
    const aMinuteLater = jest
      .spyOn(performance, 'now')
      .mockImplementation(() => now() + 60_000);
    await plugin.knex('grants').update({ retry_at: 0 });
    await use();
    aMinuteLater.mockRestore();
    expect(await card()).toEqual({ status: 'ready', warnings: [] });

    await plugin
      .knex('grants')
      .where({ kind: 'servicePrincipal' })
      .update({ definition_hash: 'of another' });
    expect(await card()).toEqual({ status: 'unchecked', warnings: [] });
    await plugin.stop();
  }, 30_000);
});

describe('fabrics without an app connection', () => {
  it('are shown, and say who can fix it; nobody can start a sign-in', async () => {
    const plugin = await startPlugin({
      configure: config => ({ ...config, appConnections: {} }),
    });
    const { body } = await plugin
      .as(alice)
      .get('/api/databricks/fabrics/analytics-dev');
    expect(body.appConnection).toMatchObject({
      ready: false,
      problem: { code: 'not_configured' },
    });
    const list = await plugin.as(alice).get('/api/databricks/fabrics');
    expect(list.body.issuers).toEqual([
      expect.objectContaining({
        id: `@${new URL(plugin.simulator.url).host}`,
        appConnection: body.appConnection,
        connection: { status: 'not_connected' },
        fabrics: 3,
      }),
    ]);
    const start = await plugin
      .as(alice)
      .post('/api/databricks/sign-ins')
      .send({ fabric: 'analytics-dev' });
    expect([start.status, start.body.error.code]).toEqual([
      503,
      'not_configured',
    ]);
    expect(start.headers['set-cookie']).toBeUndefined();
    await plugin.stop();
  });
});
