import { createServiceFactory } from '@backstage/backend-plugin-api';
import { Check, Fabric } from '@backstage-databricks/plugin-databricks-common';
import {
  SignalPayload,
  signalsServiceRef,
} from '@backstage/plugin-signals-node';
import { JsonObject } from '@backstage/types';
import {
  alice,
  bob,
  mallory,
  StartedPlugin,
  startPlugin,
} from '../__testUtils__/startPlugin';

jest.setTimeout(60_000);

const base = '/api/databricks';

/** All that a test can ask about, at the fabrics of the analytics team. */
const target = { catalog: 'main', schema: 'sales' };

describe('The test of a fabric', () => {
  const published: SignalPayload[] = [];
  let plugin: StartedPlugin;

  // Each its own, for its budget of tests
  beforeEach(async () => {
    plugin = await startPlugin({
      configure: config => {
        const fabrics = config.fabrics as Record<string, JsonObject>;
        const { warehouseId: _, ...withoutCompute } = fabrics.studio;
        return {
          ...config,
          fabrics: {
            ...fabrics,
            'analytics-dev': { ...fabrics['analytics-dev'], ...target },
            nightly: { ...fabrics.nightly, ...target },
            both: {
              ...fabrics['analytics-dev'],
              servicePrincipal: (fabrics.nightly as JsonObject)
                .servicePrincipal!,
            },
            cluster: {
              ...withoutCompute,
              type: 'spark',
              clusterId: '0123-456789-abc',
            },
            gone: { ...fabrics.studio, warehouseId: 'missing1' },
            mistyped: { ...fabrics.studio, warehouseId: 'invalid1' },
            odd: {
              ...fabrics.studio,
              catalog: "a`b'c",
              schema: 'sales',
            },
            legacy: { ...fabrics.studio, catalog: 'hive_metastore' },
          },
        };
      },
      features: [
        createServiceFactory({
          service: signalsServiceRef,
          deps: {},
          factory: () => ({
            publish: async signal => {
              published.push(signal as SignalPayload);
            },
          }),
        }),
      ],
    });
    await plugin.connect(alice, { person: 'ada@example.com' });
    published.length = 0;
  });

  afterEach(() => plugin.stop());

  const test = async (fabric: string, body = {}, user = alice) =>
    (
      await plugin
        .as(user)
        .post(`${base}/fabrics/${fabric}/test`)
        .send(body)
        .expect(200)
    ).body as { ok: boolean; checks: Check[] };
  const card = async (fabric: string, user = alice) =>
    (await plugin.as(user).get(`${base}/fabrics/${fabric}`)).body as Fabric;
  const list = async (user = alice) =>
    (await plugin.as(user).get(`${base}/fabrics`)).body;
  const connectionsOf = async (user: string) =>
    (await plugin.as(user).get(`${base}/connections`)).body.items;
  const row = async (name: string, user = alice) =>
    (await list(user)).items.find((it: { name: string }) => it.name === name);
  const states = ({ checks }: { checks: Check[] }) =>
    checks.map(it => `${it.id} ${it.state}`);
  const lineOf = (checks: Check[], id: string) =>
    checks.find(it => it.id === id)!;

  it('says who one is, and that compute, catalog and schema can be seen, and starts nothing', async () => {
    const before = { ...plugin.simulator.calls };
    const { ok, checks } = await test('analytics-dev');
    expect(ok).toBe(true);
    expect(states({ checks })).toEqual([
      'identity ok',
      'compute ok',
      'catalog ok',
      'schema ok',
    ]);
    expect(lineOf(checks, 'identity')).toMatchObject({
      message: expect.stringContaining('Ada Lovelace (ada@example.com)'),
      values: { code: 'known', who: 'ada@example.com' },
    });
    expect(lineOf(checks, 'compute')).toMatchObject({
      message: expect.stringMatching(/Warehouse abc123 .* STOPPED, which is/),
      values: { code: 'exists', state: 'STOPPED', id: 'abc123' },
    });
    const { me, warehouse, catalog, schema } = plugin.simulator.calls;
    expect([me, warehouse, catalog, schema]).toEqual([
      before.me + 1,
      before.warehouse + 1,
      before.catalog + 1,
      before.schema + 1,
    ]);
    expect(states(await test('legacy'))).toEqual(['identity ok', 'compute ok']);
  });

  it.each([
    ['analytics-dev', {}, 'ada@example.com'],
    ['nightly', {}, 'sp-nightly'],
  ])(
    'names each right that is missing, for whom, and where to grant it: %s',
    async (fabric, body, who) => {
      const { url } = plugin.simulator;
      plugin.simulator.rights.set(who, {
        warehouses: [],
        catalogs: { main: 'BROWSE' },
      });
      const { ok, checks } = await test(fabric, body);
      expect(ok).toBe(false);
      const sql = `GRANT USE CATALOG ON CATALOG \`main\` TO \`${who}\`;`;
      const page = `${url}/sql/warehouses/abc123`;
      expect(lineOf(checks, 'compute')).toEqual({
        id: 'compute',
        state: 'failed',
        message: expect.stringMatching(
          `^${who} needs CAN USE on the SQL warehouse abc123\\. .* ${page},`,
        ),
        values: {
          code: 'right_missing',
          who,
          right: 'CAN USE',
          kind: 'warehouse',
          id: 'abc123',
          url: page,
        },
      });
      expect(lineOf(checks, 'catalog')).toEqual({
        id: 'catalog',
        state: 'failed',
        message: expect.stringContaining(
          `${who} needs USE CATALOG on the catalog main. It must exist and be bound to this workspace. Its owner can grant that at ${url}/explore/data/main, or run: ${sql}`,
        ),
        values: {
          code: 'right_missing',
          who,
          right: 'USE CATALOG',
          name: 'main',
          url: `${url}/explore/data/main`,
          sql,
        },
      });
      expect(lineOf(checks, 'schema')).toMatchObject({
        state: 'failed',
        message: expect.stringContaining('USE SCHEMA on the schema main.sales'),
        values: {
          sql: `GRANT USE SCHEMA ON SCHEMA \`main\`.\`sales\` TO \`${who}\`;`,
        },
      });

      plugin.simulator.rights.set(who, { schemas: {} });
      expect(states(await test(fabric, body))).toEqual([
        'identity ok',
        'compute ok',
        'catalog ok',
        'schema failed',
      ]);
    },
  );

  it('names CAN ATTACH TO for a cluster', async () => {
    plugin.simulator.rights.set('ada@example.com', { clusters: [] });
    const { checks } = await test('cluster');
    expect(lineOf(checks, 'compute').message).toContain(
      `ada@example.com needs CAN ATTACH TO on the cluster 0123-456789-abc, and CAN RESTART to start it. Whoever manages it can grant that at ${plugin.simulator.url}/compute/clusters/0123-456789-abc`,
    );
  });

  it.each(['gone', 'mistyped'])(
    'does not tell what is gone from what is hidden: %s',
    async fabric => {
      const { checks } = await test(fabric);
      expect(lineOf(checks, 'compute')).toMatchObject({
        state: 'failed',
        message: expect.stringMatching(/has no .* or hides it from ada@/),
        values: { code: 'not_found', right: 'CAN USE' },
      });
    },
  );

  it.each([
    ['DELETED', 'failed'],
    ['DELETING', 'failed'],
    ['ERROR', 'failed'],
    ['UNKNOWN', 'failed'],
    ['BRAND_NEW', 'failed'],
    ['<img src=x>', 'failed'],
    ['STARTING', 'ok'],
  ])('does not pass off compute that is %s as good', async (state, found) => {
    plugin.simulator.faults.next('warehouse', {
      kind: 'fields',
      fields: { state },
    });
    const line = lineOf((await test('studio')).checks, 'compute');
    expect(line.state).toBe(found);
    expect(line.message).toContain(
      state.startsWith('<') ? 'its state is UNKNOWN' : `its state is ${state}`,
    );
    expect(line.message).not.toContain('<');
  });

  it('offers no SQL to paste that a name could change', async () => {
    plugin.simulator.rights.set('ada@example.com', { catalogs: {} });
    const { checks } = await test('odd');
    for (const id of ['catalog', 'schema']) {
      expect(lineOf(checks, id).state).toBe('failed');
      expect(JSON.stringify(lineOf(checks, id))).not.toContain('GRANT');
    }
  });

  it('names the scope that is missing, and what then has to be done', async () => {
    plugin.simulator.faults.next('warehouse', {
      kind: 'status',
      status: 403,
      body: {
        error_code: 'PERMISSION_DENIED',
        message:
          'Provided OAuth token does not have required scopes: sql [ReqId: 1]',
      },
    });
    expect(lineOf((await test('studio')).checks, 'compute')).toMatchObject({
      state: 'failed',
      message: expect.stringMatching(
        /^The app connection 'default' lacks the scope sql\. An admin .* everybody connects again\.$/,
      ),
      values: {
        code: 'scope_missing',
        scope: 'sql',
        appConnection: 'default',
      },
    });
  });

  it('says how the network failed, also where the token itself could not be asked for', async () => {
    plugin.simulator.faults.next('token', { kind: 'drop' });
    const line = {
      id: 'identity',
      state: 'failed',
      message: expect.stringContaining('(reset)'),
      values: { code: 'databricks_unavailable', network: 'reset' },
    };
    // The second is told what the first one found
    for (let i = 0; i < 2; i += 1) {
      const { body } = await plugin
        .as(alice)
        .post('/api/databricks/fabrics/nightly/test')
        .send({});
      expect(body).toMatchObject({ ok: false, checks: [line] });
    }
  });

  it('that found no way in says so until somebody is let in', async () => {
    await plugin.knex('grants').update({ access_token_expires_at: 1 });
    plugin.simulator.faults.next('token', {
      kind: 'status',
      status: 403,
      body: 'blocked by Databricks IP ACL',
    });
    const tested = async () => {
      const { body } = await plugin
        .as(alice)
        .get('/api/databricks/fabrics/analytics-dev');
      return [
        body.connection.lastTest?.ok,
        body.warnings.some(
          (it: { code: string }) => it.code === 'databricks_refused',
        ),
      ];
    };
    await test('analytics-dev');
    expect(await tested()).toEqual([false, true]);
    // As a renewal for somebody else leaves it
    await plugin.knex('grants').update({
      reason_code: null,
      failures: 0,
      retry_at: null,
      access_token_received_at: Date.now() + 60_000,
    });
    expect(await tested()).toEqual([undefined, false]);
  });

  it('repeats nothing that Databricks writes of an error', async () => {
    for (const endpoint of ['warehouse', 'catalog', 'schema'] as const) {
      plugin.simulator.faults.next(endpoint, {
        kind: 'status',
        status: 400,
        body: { error_code: 'ODD', message: 'canary-upstream-text' },
      });
    }
    expect(JSON.stringify(await test('analytics-dev'))).not.toContain('canary');
    const [kept] = await plugin.knex('test_results').select();
    expect(JSON.stringify(kept)).not.toContain('canary');
    expect(kept.refused).toBe('compute catalog schema');
    expect(kept.checks).not.toContain('Warehouse abc123');
  });

  describe('of a sign-in that Databricks has ended', () => {
    it('says so, and every fabric of that workspace asks to reconnect, at once', async () => {
      plugin.simulator.expireAccessTokens();
      plugin.simulator.revokeRefreshTokens();
      expect(await test('analytics-dev')).toEqual({
        ok: false,
        checks: [
          expect.objectContaining({
            id: 'identity',
            state: 'failed',
            message: expect.stringContaining('has ended. Reconnect'),
            values: { code: 'reconnect_required' },
          }),
        ],
      });
      for (const fabric of ['analytics-dev', 'studio', 'everybody']) {
        expect((await card(fabric)).connection).toMatchObject({
          status: 'reconnect_required',
          reason: { code: 'reconnect_required' },
        });
      }
      expect((await list()).issuers[0].connection.status).toBe(
        'reconnect_required',
      );
      expect(published).toContainEqual({
        channel: 'databricks',
        recipients: { type: 'user', entityRef: ['user:default/alice'] },
        message: { changed: 'connections' },
      });

      await plugin.connect(alice, { person: 'ada@example.com' });
      expect(await row('studio')).not.toHaveProperty('failedTests');
      expect(await card('analytics-dev')).not.toHaveProperty('lastTest');
    });

    it('goes on where the access token alone has ended', async () => {
      plugin.simulator.expireAccessTokens();
      expect((await test('analytics-dev')).ok).toBe(true);
      expect((await card('analytics-dev')).connection).toMatchObject({
        status: 'connected',
      });
    });

    it('ends no connection while nobody can tell', async () => {
      plugin.simulator.expireAccessTokens();
      plugin.simulator.faults.next('token', { kind: 'status', status: 503 });
      expect(await test('analytics-dev')).toMatchObject({
        ok: false,
        checks: [{ values: { code: 'databricks_unavailable' } }],
      });
      const shown = await card('analytics-dev');
      expect(shown.connection).toMatchObject({ status: 'connected' });
      expect(shown).not.toHaveProperty('lastTest');
    });
  });

  it.each([
    ['does not accept even a new token', 401, {}],
    [
      'says so',
      403,
      { message: 'User ada@example.com is not a member of this workspace.' },
    ],
  ])(
    'tells that one is no member of the workspace where it %s, on all cards, until it is true no more',
    async (_, status, body) => {
      plugin.simulator.faults.next('me', { kind: 'status', status, body }, 2);
      const message = expect.stringContaining(
        'it is not a member of this workspace',
      );
      const calls = plugin.simulator.calls.token;
      expect(await test('analytics-dev')).toMatchObject({
        ok: false,
        checks: [
          {
            id: 'identity',
            message,
            values: { code: 'databricks_refused', reason: 'not_a_member' },
          },
        ],
      });
      plugin.simulator.faults.next('me', { kind: 'status', status, body }, 2);
      await test('studio');
      // No more refresh tokens for nothing
      expect(plugin.simulator.calls.token).toBeLessThanOrEqual(calls + 1);
      for (const fabric of ['analytics-dev', 'studio', 'everybody']) {
        expect((await card(fabric)).warnings).toContainEqual({
          code: 'databricks_refused',
          message,
          values: { reason: 'not_a_member' },
        });
        expect(await row(fabric)).toMatchObject({
          failedTests: ['identity'],
          warnings: expect.arrayContaining(['databricks_refused']),
        });
      }
      const refused = {
        status: 'connected',
        lastTest: { ok: false, problem: { code: 'databricks_refused' } },
      };
      expect((await list()).issuers[0].connection).toMatchObject(refused);
      expect(await connectionsOf(alice)).toMatchObject([refused]);

      expect((await card('analytics-dev')).lastTest!.user!.ok).toBe(false);

      plugin.simulator.faults.clear();
      expect((await test('studio')).ok).toBe(true);
      expect(await card('analytics-dev')).not.toHaveProperty('lastTest');
      for (const fabric of ['analytics-dev', 'studio', 'everybody']) {
        expect((await row(fabric)).warnings).not.toContain(
          'databricks_refused',
        );
        expect(await row(fabric)).not.toHaveProperty('failedTests');
      }
      expect((await list()).issuers[0].connection.lastTest.ok).toBe(true);
      expect(await connectionsOf(alice)).toMatchObject([
        { lastTest: { ok: true } },
      ]);
    },
  );

  it.each([
    ['app_connection_rejected', 401, { error: 'invalid_client' }],
    ['databricks_unavailable', 503, {}],
    ['throttled', 429, {}],
  ])(
    'blames nobody where no token can be had: %s',
    async (code, status, body) => {
      plugin.simulator.expireAccessTokens();
      plugin.simulator.faults.next('token', { kind: 'status', status, body });
      expect(await test('analytics-dev')).toMatchObject({
        ok: false,
        checks: [{ id: 'identity', values: { code } }],
      });
      const { warnings, ...shown } = await card('analytics-dev');
      expect(shown).not.toHaveProperty('lastTest');
      expect(shown).not.toHaveProperty('failedTests');
      expect(shown.connection).not.toHaveProperty('lastTest');
      expect(warnings.map(it => it.code)).not.toContain('databricks_refused');
      expect(await row('analytics-dev')).not.toHaveProperty('failedTests');
    },
  );

  it('says that a sign-in cannot be renewed while Databricks rejects the portal, until the user can sign in', async () => {
    expect((await test('analytics-dev')).ok).toBe(true);
    plugin.simulator.expireAccessTokens();
    plugin.simulator.faults.next('token', {
      kind: 'status',
      status: 401,
      body: { error: 'invalid_client' },
    });
    await test('analytics-dev');
    const reason = expect.objectContaining({ code: 'app_connection_rejected' });
    const shown = { status: 'connected', reason };
    expect((await card('studio')).connection).toMatchObject(shown);
    expect((await list()).issuers[0].connection).toMatchObject(shown);
    expect(await connectionsOf(alice)).toMatchObject([shown]);

    const userGrants = () => plugin.knex('grants').where({ kind: 'user' });
    const [{ rejected_client_hash }] = await userGrants();
    // The rejection of another client says nothing of this one
    await userGrants().update({ rejected_client_hash: 'of another' });
    expect((await card('studio')).connection).not.toHaveProperty('reason');

    await userGrants().update({ rejected_client_hash });
    expect((await card('studio')).connection).toMatchObject(shown);
    await plugin.connect(alice, { person: 'ada@example.com' });
    expect((await card('studio')).connection).not.toHaveProperty('reason');
  });

  it('tells the refusal of a service principal apart from that of its user', async () => {
    plugin.simulator.faults.next('me', {
      kind: 'status',
      status: 403,
      body: { message: 'User sp is not a member of this workspace.' },
    });
    await test('both', { as: 'servicePrincipal' });
    expect(await row('both')).toMatchObject({
      automation: { status: 'ready', refusal: 'not_a_member' },
      failedTests: ['servicePrincipal'],
    });
    const shown = await card('both');
    expect(shown).toMatchObject({
      servicePrincipal: { status: 'ready', refusal: 'not_a_member' },
      failedTests: ['servicePrincipal'],
      connection: { status: 'connected' },
    });
    expect(shown.connection).not.toHaveProperty('lastTest');
    expect(shown.warnings).toContainEqual(
      expect.objectContaining({ values: { reason: 'not_a_member' } }),
    );

    // The user is refused as well, for another reason: both are told
    plugin.simulator.faults.next('me', {
      kind: 'status',
      status: 403,
      body: {
        message: 'Source IP address: 10.0.0.1 is blocked by Databricks IP ACL',
      },
    });
    await test('both');
    expect((await card('both')).warnings.map(it => it.values?.reason)).toEqual([
      'ip_access_list',
      'not_a_member',
    ]);
  });

  it('counts no check as failed that could not be made, on a page as in a list', async () => {
    plugin.simulator.faults.next('warehouse', { kind: 'status', status: 429 });
    expect((await test('analytics-dev')).ok).toBe(false);
    const shown = await card('analytics-dev');
    expect(shown.lastTest).toEqual({
      user: { at: expect.any(String), ok: false, checks: expect.any(Array) },
    });
    expect(shown).not.toHaveProperty('failedTests');
    expect(await row('analytics-dev')).not.toHaveProperty('failedTests');
  });

  describe('is kept', () => {
    it('with its time and its lines, for the one who tested alone', async () => {
      plugin.simulator.rights.set('ada@example.com', {
        warehouses: [],
        schemas: {},
      });
      const { checks } = await test('analytics-dev');
      const { lastTest } = await card('analytics-dev');
      expect(lastTest).toEqual({
        user: {
          at: expect.any(String),
          ok: false,
          checks,
          failed: ['compute', 'schema'],
        },
      });
      const age = Date.now() - Date.parse(lastTest!.user!.at);
      expect(Math.abs(age)).toBeLessThan(30_000);
      expect(await row('analytics-dev')).toMatchObject({
        failedTests: ['compute', 'data'],
      });
      expect(await row('studio')).not.toHaveProperty('failedTests');

      // As another person of the same portal, at a fabric that both may use
      await test('everybody');
      await plugin.connect(mallory, {
        fabric: 'everybody',
        person: 'grace@example.com',
      });
      expect(await card('everybody', mallory)).not.toHaveProperty('lastTest');
      expect((await row('everybody')).failedTests).toEqual(['compute']);
      expect(await row('everybody', mallory)).not.toHaveProperty('failedTests');

      // Admins learn that Databricks knows her, and not which rights she lacks
      const all = await plugin.as(bob).get(`${base}/admin/connections`);
      expect(
        all.body.items.map((it: { lastTest?: object }) => it.lastTest),
      ).toEqual([undefined, { at: expect.any(String), ok: true }]);
    });

    it('of a service principal for all who use the fabric, until it is another one', async () => {
      plugin.simulator.rights.set('sp-nightly', { warehouses: [] });
      await test('nightly');
      expect(await row('nightly')).toMatchObject({
        failedTests: ['servicePrincipal'],
      });
      expect((await card('nightly')).lastTest).toMatchObject({
        servicePrincipal: {
          ok: false,
          checks: [{}, { state: 'failed' }, {}, {}],
        },
      });
      await plugin
        .knex('grants')
        .where({ kind: 'servicePrincipal' })
        .update({ definition_hash: 'of another' });
      expect(await row('nightly')).not.toHaveProperty('failedTests');
    });

    it('until a test passes, whatever outages come between', async () => {
      plugin.simulator.rights.set('ada@example.com', { warehouses: [] });
      await test('studio');
      plugin.simulator.rights.clear();
      plugin.simulator.faults.next('me', { kind: 'status', status: 503 });
      await test('studio');
      expect((await row('studio')).failedTests).toEqual(['compute']);
      await test('studio');
      expect(await row('studio')).not.toHaveProperty('failedTests');
    });

    it('not beyond a reconnect, a disconnect or the removal of the user', async () => {
      plugin.simulator.rights.set('ada@example.com', { warehouses: [] });
      await test('studio');
      await plugin.connect(alice, { person: 'ada@example.com' });
      expect(await row('studio')).not.toHaveProperty('failedTests');
      expect((await list()).issuers[0].connection).not.toHaveProperty(
        'lastTest',
      );

      await test('studio');
      const { id } = (await list()).issuers[0].connection;
      await plugin.as(alice).delete(`${base}/connections/${id}`).expect(200);
      expect(await plugin.knex('test_results').select()).toEqual([]);
    });

    it('not of a test that was overtaken by a reconnect', async () => {
      plugin.simulator.rights.set('ada@example.com', { warehouses: [] });
      plugin.simulator.faults.next('warehouse', {
        kind: 'delay',
        delayMs: 500,
      });
      const [reconnected] = await Promise.all([
        plugin.connect(alice, { person: 'ada@example.com' }),
        test('studio'),
      ]);
      expect(reconnected.status).toBe(200);
      expect(await row('studio')).not.toHaveProperty('failedTests');
    });

    it('not beyond a change of where the fabric’s work runs', async () => {
      plugin.simulator.rights.set('ada@example.com', { warehouses: [] });
      const put = (warehouseId: string, etag?: string) => {
        const sent = plugin.as(bob).put(`${base}/fabrics/movable`).send({
          type: 'sql',
          owner: '*',
          workspaceUrl: plugin.simulator.url,
          warehouseId,
        });
        return etag ? sent.set('If-Match', `"${etag}"`) : sent;
      };
      const { etag } = (await put('one').expect(201)).body;
      await test('movable');
      expect((await row('movable')).failedTests).toEqual(['compute']);
      await put('two', etag).expect(200);
      expect(await row('movable')).not.toHaveProperty('failedTests');
      expect(await card('movable')).not.toHaveProperty('lastTest');
    });
  });
});
