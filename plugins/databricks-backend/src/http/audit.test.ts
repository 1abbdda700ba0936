import { TestDatabases } from '@backstage/backend-test-utils';
import { signInAs } from '@backstage-databricks/databricks-simulator';
import { JsonObject } from '@backstage/types';
import { randomBytes } from 'node:crypto';
import { openVerifier } from '../__testUtils__/openVerifier';
import { recordAudit } from '../__testUtils__/recordAudit';
import { signInSteps } from '../__testUtils__/signInSteps';
import {
  alice,
  bob,
  StartedPlugin,
  startPlugin,
} from '../__testUtils__/startPlugin';
import { eventually } from '../grants/__testUtils__/eventually';

jest.setTimeout(60_000);

describe('The audit log', () => {
  const audit = recordAudit();
  let plugin: StartedPlugin;
  let steps: ReturnType<typeof signInSteps>;

  beforeAll(async () => {
    plugin = await startPlugin({ features: [audit.feature] });
    steps = signInSteps(plugin);
  });

  beforeEach(async () => {
    audit.records.length = 0;
    audit.broken.value = false;
    await plugin.knex('sign_ins').delete();
    await plugin.knex('grants').delete();
  });

  afterEach(() => plugin.simulator.faults.clear());

  afterAll(async () => {
    await plugin.stop();
  });

  /** What was recorded, without requests, which only Backstage reads. */
  const recorded = () =>
    audit.records.map(({ request, ...it }) => ({
      ...it,
      request: request?.originalUrl,
    }));

  it('has who connected as whom, and that they disconnected', async () => {
    const { id } = await plugin.connect(alice, { person: 'ada@example.com' });
    const [connection] = await steps.connections(alice);
    await plugin
      .as(alice)
      .delete(`/api/databricks/connections/${connection.id}`);
    expect(recorded()).toEqual([
      {
        eventId: 'sign-in-start',
        severityLevel: 'medium',
        request: '/api/databricks/sign-ins',
        meta: { fabric: 'analytics-dev' },
        outcome: 'success',
      },
      {
        eventId: 'sign-in-finish',
        severityLevel: 'medium',
        request: undefined,
        meta: {
          user: 'user:default/alice',
          fabric: 'analytics-dev',
          signIn: id,
          databricksUser: 'ada@example.com',
          status: 'succeeded',
        },
        outcome: 'success',
      },
      {
        eventId: 'disconnect',
        severityLevel: 'medium',
        request: `/api/databricks/connections/${connection.id}`,
        meta: { connection: connection.id },
        outcome: 'success',
      },
    ]);
  });

  it('has both when another Databricks identity replaces the first', async () => {
    await plugin.connect(alice, { person: 'ada@example.com' });
    const [before] = await steps.connections(alice);
    const tokensBefore = await plugin.knex('grants').first('refresh_token');
    await plugin.connect(alice, { person: 'grace@example.com' });
    const connections = await steps.connections(alice);
    expect(connections).toMatchObject([
      { id: before.id, databricksUser: { userName: 'grace@example.com' } },
    ]);
    expect(await plugin.knex('grants').first('refresh_token')).not.toEqual(
      tokensBefore,
    );
    expect(recorded().at(-1)).toMatchObject({
      meta: {
        user: 'user:default/alice',
        databricksUser: 'grace@example.com',
        replacedDatabricksUser: 'ada@example.com',
      },
      outcome: 'success',
    });
    audit.records.length = 0;
    await plugin.connect(alice, { person: 'grace@example.com' });
    expect(recorded().at(-1)?.meta).not.toHaveProperty(
      'replacedDatabricksUser',
    );
  });

  it('has refused requests as failed', async () => {
    await plugin
      .as(alice)
      .post('/api/databricks/sign-ins')
      .send({ fabric: 'nope' });
    await plugin
      .as(alice)
      .delete(
        '/api/databricks/connections/00000000-0000-4000-8000-000000000000',
      );
    expect(recorded()).toMatchObject([
      { eventId: 'sign-in-start', outcome: 'fail' },
      { eventId: 'disconnect', outcome: 'fail' },
    ]);
  });

  it('has what nobody but admins and consumers may do as failed, for everybody else', async () => {
    const as = plugin.as(alice);
    await as.put('/api/databricks/app-connections/x').send({});
    await as.put('/api/databricks/fabrics/x').send({});
    await as.delete('/api/databricks/admin/connections?user=x');
    await as.post('/api/databricks/encryption/rotate');
    await as.post('/api/databricks/checks');
    await as.put('/api/databricks/pause').send({ paused: true });
    await as.post('/api/databricks/tokens').send({});
    expect(recorded()).toMatchObject([
      { eventId: 'app-connection-change', outcome: 'fail' },
      { eventId: 'fabric-change', outcome: 'fail' },
      { eventId: 'connection-end', outcome: 'fail' },
      { eventId: 'encryption-sweep', outcome: 'fail' },
      { eventId: 'outbound-test', outcome: 'fail' },
      { eventId: 'pause', outcome: 'fail', meta: { paused: true } },
      { eventId: 'token-issue', outcome: 'fail' },
    ]);
  });

  it('tells foreign callbacks once a minute with their address, replayed ones with who had started the sign-in, and weighs both more', async () => {
    const bobs = await steps.start(bob, 'everybody');
    const url = await signInAs(bobs.authorizationUrl);
    audit.records.length = 0;
    await steps.callback(url);
    await steps.callback(url);
    await steps.callback(url, bobs.cookie);
    await steps.callback(url, bobs.cookie);
    const bobsMeta = {
      user: 'user:default/bob',
      signIn: bobs.id,
      fabric: 'everybody',
    };
    expect(recorded()).toMatchObject([
      {
        severityLevel: 'high',
        meta: { address: expect.any(String), status: 'other_browser' },
        outcome: 'fail',
        error: 'Error: other_browser',
      },
      { severityLevel: 'medium', meta: bobsMeta, outcome: 'success' },
      {
        severityLevel: 'high',
        meta: { ...bobsMeta, status: 'replayed' },
        outcome: 'fail',
      },
    ]);
  });

  it('tells other callbacks that were refused, and leaves out what is no callback', async () => {
    await steps.callback('/api/databricks/oauthredirect?code=x');
    const late = await steps.start();
    await plugin.knex('sign_ins').update({ expires_at: 0 });
    await steps.callback(await signInAs(late.authorizationUrl), late.cookie);
    const denied = await steps.start();
    await steps.callback(
      await signInAs(denied.authorizationUrl, undefined, { deny: true }),
      denied.cookie,
    );
    const finished = recorded().filter(it => it.eventId === 'sign-in-finish');
    expect(finished).toMatchObject([
      { severityLevel: 'medium', meta: { status: 'expired' } },
      {
        severityLevel: 'medium',
        meta: { status: 'denied' },
        error: 'Error: access_denied',
      },
    ]);
    expect(finished.map(it => it.outcome)).toEqual(['fail', 'fail']);
  });

  it('never has a code, a state, a cookie or a verifier', async () => {
    const started = await steps.start();
    const url = new URL(await signInAs(started.authorizationUrl));
    const verifier = await openVerifier(plugin, started.id);
    await steps.callback(url);
    await steps.callback(url, started.cookie);
    await steps.callback(url, started.cookie);
    const text = JSON.stringify(recorded());
    expect(text).toContain('sign-in-finish');
    for (const secret of [
      url.searchParams.get('code')!,
      url.searchParams.get('state')!,
      started.cookie.split('=')[1],
      verifier,
      ...plugin.simulator.tokens.accessTokens,
    ]) {
      expect(text).not.toContain(secret);
    }
    expect(
      audit.records
        .filter(it => it.eventId === 'sign-in-finish')
        .every(it => it.request === undefined),
    ).toBe(true);
  });

  it('never fails a request when it is down', async () => {
    audit.broken.value = true;
    expect((await plugin.connect(alice)).status).toBe(200);
    const [connection] = await steps.connections(alice);
    await plugin
      .as(alice)
      .delete(`/api/databricks/connections/${connection.id}`)
      .expect(200);
    expect(audit.records).toEqual([]);

    audit.broken.value = false;
    const started = await steps.start();
    audit.broken.value = true;
    const url = await signInAs(started.authorizationUrl);
    expect((await steps.callback(url, started.cookie)).status).toBe(200);
  });
});

describe('The audit log of what happens by itself', () => {
  const databases = TestDatabases.create({ ids: ['SQLITE_3'] });

  /** A plugin whose user connected while it was configured otherwise, and what it records from its start on. */
  async function startAgain(change: (config: JsonObject) => JsonObject) {
    const knex = await databases.init('SQLITE_3');
    const first = await startPlugin({ knex });
    await first.connect(alice);
    await first.stop();
    const audit = recordAudit();
    const plugin = await startPlugin({
      knex,
      features: [audit.feature],
      configure: () => change(first.databricks),
    });
    return { plugin, records: audit.records };
  }

  it('has connections that a new client ID ends', async () => {
    const { plugin, records } = await startAgain(config => ({
      ...config,
      appConnections: { default: { clientId: 'new', clientSecret: 'secret' } },
    }));
    await eventually(async () => records.some(it => it.outcome !== undefined));
    expect(records).toMatchObject([
      {
        eventId: 'connection-end',
        outcome: 'success',
        meta: {
          appConnection: 'default',
          reason: 'app_connection_changed',
          ended: 1,
        },
      },
    ]);
    await plugin.stop();
  });

  it('has what was re-encrypted, beside who asked for it', async () => {
    const { plugin, records } = await startAgain(config => {
      const { keys } = config.encryption as { keys: JsonObject };
      const secret = randomBytes(32).toString('base64');
      const encryption = {
        primaryKey: 'k2',
        keys: { ...keys, k2: { secret } },
      };
      return { ...config, encryption };
    });
    await plugin.as(bob).post('/api/databricks/encryption/rotate').expect(202);
    await eventually(async () => records.length === 2);
    expect(records).toMatchObject([
      { eventId: 'encryption-sweep', outcome: 'success', meta: {} },
      {
        eventId: 'encryption-sweep',
        outcome: 'success',
        meta: { primaryKey: 'k2', done: 2, failed: 0, finished: true },
      },
    ]);
    await plugin.stop();
  });
});
