import { TestDatabases } from '@backstage/backend-test-utils';
import { mockCredentials } from '@backstage/backend-test-utils';
import { signInAs } from '@backstage-databricks/databricks-simulator';
import { JsonObject } from '@backstage/types';
import { Knex } from 'knex';
import { expectRefusal } from '../__testUtils__/expectRefusal';
import { recordAudit } from '../__testUtils__/recordAudit';
import { requests } from '../__testUtils__/requests';
import { signInSteps } from '../__testUtils__/signInSteps';
import {
  alice,
  bob,
  StartedPlugin,
  startPlugin,
} from '../__testUtils__/startPlugin';

jest.setTimeout(60_000);

const reports = mockCredentials.service.header({
  onBehalfOf: mockCredentials.service('plugin:reports'),
  targetPluginId: 'databricks',
});

const databases = TestDatabases.create({ ids: ['POSTGRES_18', 'SQLITE_3'] });

describe.each(databases.eachSupportedId())('While it is paused, on %s', id => {
  const audit = recordAudit();
  let knex: Knex;
  let plugin: StartedPlugin;
  /** Another replica, on the same database. */
  let other: StartedPlugin;
  /** How much later it is, on the monotonic clock of all replicas. */
  let laterMs = 0;
  const { get, post, put } = requests(() => plugin);

  beforeAll(async () => {
    const now = performance.now.bind(performance);
    jest.spyOn(performance, 'now').mockImplementation(() => now() + laterMs);
    knex = await databases.init(id);
    let shared: JsonObject | undefined;
    const start = () =>
      startPlugin({
        knex,
        features: [audit.feature],
        configure(config) {
          shared ??= {
            ...config,
            consumers: { reports: { user: true, servicePrincipalOf: '*' } },
          };
          return shared;
        },
      });
    plugin = await start();
    other = await start();
  });

  beforeEach(() => {
    audit.records.length = 0;
  });

  afterEach(async () => {
    await put('/pause', { paused: false });
  });

  afterAll(async () => {
    jest.restoreAllMocks();
    await Promise.all([plugin.stop(), other.stop()]);
    await knex.destroy();
  });

  const token = (at = plugin) =>
    at
      .as(reports)
      .post('/api/databricks/tokens')
      .send({ fabric: 'nightly', purpose: 'automation' });

  const expectPaused = async (paused: boolean) => {
    const answer = await put('/pause', { paused });
    expect([answer.status, answer.body.paused !== undefined]).toEqual([
      200,
      paused,
    ]);
  };

  it('nobody gets a token, a test, a sign-in or a new secret verified, and Databricks hears nothing', async () => {
    expect((await token()).status).toBe(200);
    await plugin.connect(alice);
    const { etag } = (
      await put('/fabrics/fresh', {
        type: 'spark',
        owner: 'group:default/analytics',
        workspaceUrl: plugin.simulator.url,
      })
    ).body;
    const calls = { ...plugin.simulator.calls };

    const reason = 'A laptop is lost';
    const paused = await put('/pause', { paused: true, reason });
    expect(paused.body).toEqual({
      paused: { since: expect.any(String), by: 'user:default/bob', reason },
    });
    for (const answer of [
      await token(),
      await post('/fabrics/nightly/test', {}),
      await post('/fabrics/analytics-dev/test', {}),
      await post('/sign-ins', { fabric: 'analytics-dev' }),
      await put('/fabrics/fresh/service-principal', {
        clientId: 'sp-nightly',
        clientSecret: 'sp-nightly-secret',
      }),
      await put('/fabrics/fresh/service-principal?dryRun=true', {
        clientId: 'sp-nightly',
        clientSecret: 'sp-nightly-secret',
      }),
    ]) {
      expect(expectRefusal(answer, 503, 'paused')).toBe(
        `An admin of the portal has paused the issuing of Databricks tokens. They wrote: '${reason}'`,
      );
    }
    expect(plugin.simulator.calls).toEqual(calls);
    expect((await get('/fabrics')).body.paused).toEqual(paused.body.paused);
    const settings = await get('/settings', bob);
    expect(settings.body.paused).toEqual(paused.body.paused);

    expect((await put('/pause', { paused: false })).body).toEqual({});
    expect((await get('/fabrics')).body).not.toHaveProperty('paused');
    expect((await token()).status).toBe(200);
    expect((await post('/fabrics/nightly/test', {})).body.ok).toBe(true);
    await plugin
      .as(bob)
      .delete('/api/databricks/fabrics/fresh')
      .set('If-Match', etag)
      .expect(200);
  });

  it('another replica that only hands out tokens from memory stops within ten seconds', async () => {
    expect((await token(other)).status).toBe(200);
    await put('/pause', { paused: true });
    laterMs += 10_000;
    expectRefusal(await token(other), 503, 'paused');
    await put('/pause', { paused: false });
    laterMs += 10_000;
    expect((await token(other)).status).toBe(200);
  });

  it('and goes on so while the database is away', async () => {
    await put('/pause', { paused: true });
    await knex.schema.renameTable('pauses', 'pauses_away');
    laterMs += 60_000;
    expectRefusal(await token(), 503, 'paused');
    await knex.schema.renameTable('pauses_away', 'pauses');
  });

  it('nobody gets a token either where nothing else of the settings can be read, and it ends there too', async () => {
    expect((await token()).status).toBe(200);
    await knex.schema.renameTable('definitions', 'definitions_away');
    await expectPaused(true);
    expectRefusal(await token(), 503, 'paused');
    laterMs += 10_000;
    expectRefusal(await token(other), 503, 'paused');
    await expectPaused(false);
    expect((await token()).status).toBe(200);
    laterMs += 10_000;
    expect((await token(other)).status).toBe(200);
    await knex.schema.renameTable('definitions_away', 'definitions');
  });

  // SQLite has one connection: who holds it has locked everything
  if (id !== 'SQLITE_3') {
    it('another replica stops and goes on though somebody keeps the other settings locked', async () => {
      const holder = await knex.transaction();
      await holder.raw('lock table definitions in access exclusive mode');
      laterMs += 10_000;
      const answers = await Promise.all([token(), token(other)]);
      expect(answers.map(it => it.status)).toEqual([200, 200]);
      await expectPaused(true);
      laterMs += 10_000;
      expectRefusal(await token(other), 503, 'paused');
      await expectPaused(false);
      expect((await token()).status).toBe(200);
      await holder.rollback();
    });
  }

  it('a damaged definition keeps it from nobody, and is in the check list', async () => {
    const insert = knex('definitions').insert({
      kind: 'fabric',
      name: 'damaged',
      definition: '{"type":',
      version: 1,
      created_at: 1,
      updated_at: 1,
      updated_by: 'user:default/bob',
    });
    await insert;
    await expectPaused(true);
    laterMs += 10_000;
    expectRefusal(await token(other), 503, 'paused');
    const { checks } = (await get('/settings', bob)).body;
    expect(checks).toContainEqual(
      expect.objectContaining({
        state: 'warning',
        message: expect.stringContaining('damaged'),
      }),
    );
    await plugin.as(bob).delete('/api/databricks/fabrics/damaged').expect(200);
  });

  it('who does not know for ten seconds whether it is paused hands out nothing', async () => {
    expect((await token()).status).toBe(200);
    await knex.schema.renameTable('pauses', 'pauses_away');
    laterMs += 4_000;
    expect((await token()).status).toBe(200);
    laterMs += 6_000;
    expectRefusal(await token(), 503, 'unavailable');
    expectRefusal(
      await post('/sign-ins', { fabric: 'analytics-dev' }),
      503,
      'unavailable',
    );
    await knex.schema.renameTable('pauses_away', 'pauses');
    expect((await token()).status).toBe(200);
  });

  it('who signs in already becomes connected', async () => {
    const steps = signInSteps(plugin);
    const { authorizationUrl, cookie } = await steps.start(alice);
    const callback = await signInAs(authorizationUrl);
    await put('/pause', { paused: true });
    await steps.callback(callback, cookie).expect(200);
    expect(await steps.connections(alice)).toMatchObject([
      { status: 'connected' },
    ]);
  });

  it('a second pause changes the reason, not since when', async () => {
    const first = await put('/pause', { paused: true, reason: 'One' });
    const second = await put('/pause', { paused: true });
    expect(second.body.paused).toEqual({
      since: first.body.paused.since,
      by: 'user:default/bob',
    });
    expect(
      audit.records.map(({ eventId, outcome, meta }) => [
        eventId,
        outcome,
        meta,
      ]),
    ).toEqual([
      ['pause', 'success', { paused: true, reason: 'One' }],
      ['pause', 'success', { paused: true }],
    ]);
  });

  it.each([{}, { paused: 'true' }, { paused: true, reason: 'x'.repeat(201) }])(
    'is not what %j asks for',
    async body => {
      expectRefusal(await put('/pause', body), 400, 'invalid_request');
      expect((await get('/fabrics')).body).not.toHaveProperty('paused');
    },
  );
});
