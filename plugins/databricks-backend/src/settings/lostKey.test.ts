import { mockCredentials } from '@backstage/backend-test-utils';
import {
  Simulator,
  startSimulator,
} from '@backstage-databricks/databricks-simulator';
import { Knex } from 'knex';
import { randomBytes } from 'node:crypto';
import { memoryDatabase } from '../__testUtils__/memoryDatabase';
import {
  alice,
  bob,
  StartedPlugin,
  startPlugin,
} from '../__testUtils__/startPlugin';

const secretOf = () => ({ secret: randomBytes(32).toString('base64') });
const k1 = secretOf();
const k2 = secretOf();
const SCAFFOLDER = mockCredentials.service.header({
  onBehalfOf: mockCredentials.service('plugin:scaffolder'),
  targetPluginId: 'databricks',
});

describe('definitions whose encryption key was removed too early', () => {
  let knex: Knex;
  let simulator: Simulator;
  let plugin: StartedPlugin;

  beforeAll(async () => {
    knex = memoryDatabase();
    simulator = await startSimulator({
      clients: [
        {
          clientId: 'main-client',
          clientSecret: 'canary-main-secret',
          redirectUris: ['http://localhost:7007/api/databricks/oauthredirect'],
        },
      ],
      servicePrincipals: [
        { clientId: 'sp-nightly', clientSecret: 'sp-nightly-secret' },
      ],
    });
  });

  afterAll(async () => {
    await plugin.stop();
    await simulator.stop();
    await knex.destroy();
  });

  async function start(primaryKey: string, keys: Record<string, typeof k1>) {
    await plugin?.stop();
    plugin = await startPlugin({
      knex,
      configure: config => ({
        admins: config.admins,
        consumers: { scaffolder: { user: true, servicePrincipalOf: '*' } },
        encryption: { primaryKey, keys },
      }),
    });
  }

  const url = (path: string) => `/api/databricks${path}`;

  async function put(path: string, body: object, etag = '') {
    const answer = await plugin
      .as(bob)
      .put(url(path))
      .set(etag ? { 'If-Match': etag } : {})
      .send(body);
    expect([answer.status, answer.body.error]).toEqual([
      etag ? 200 : 201,
      undefined,
    ]);
    return answer.body;
  }

  async function settings() {
    const { body } = await plugin.as(bob).get(url('/settings'));
    return body;
  }

  async function messageOf(checkId: string) {
    const { checks } = await settings();
    return checks.find((it: { id: string }) => it.id === checkId);
  }

  const askToken = () =>
    plugin
      .as(SCAFFOLDER)
      .post(url('/tokens'))
      .send({ fabric: 'reports', purpose: 'automation' });

  const fabric = () => ({
    type: 'sql',
    owner: 'group:default/analytics',
    workspaceUrl: simulator.url,
    warehouseId: 'abc123',
  });

  it('are kept, named and used by nobody until the key is back', async () => {
    await start('k2', { k1, k2 });
    await put('/app-connections/main', {
      clientId: 'main-client',
      clientSecret: 'canary-main-secret',
    });
    await put('/fabrics/reports', fabric());
    await put('/fabrics/reports/service-principal', {
      clientId: 'sp-nightly',
      clientSecret: 'sp-nightly-secret',
    });

    await start('k1', { k1 });
    const { token, authorize } = simulator.calls;
    const locked = await settings();
    expect(locked.appConnections[0]).toMatchObject({
      hasClientSecret: true,
      public: false,
    });
    expect(locked.fabrics[0].servicePrincipal).toMatchObject({
      clientId: 'sp-nightly',
    });
    expect(await messageOf('encryption-keys')).toMatchObject({
      state: 'failed',
      message: expect.stringMatching(/^3 values .* k2\./),
    });
    for (const id of ['app-connection', 'service-principal reports']) {
      expect(await messageOf(id)).toMatchObject({
        state: 'failed',
        message: expect.stringContaining('encryption key'),
      });
    }
    const card = (await plugin.as(alice).get(url('/fabrics/reports'))).body;
    expect(card).toMatchObject({
      appConnection: {
        ready: false,
        problem: { code: 'encryption_key_unavailable' },
      },
      servicePrincipal: { clientId: 'sp-nightly' },
    });
    expect(card.warnings.map((it: { code: string }) => it.code)).toEqual([
      'encryption_key_unavailable',
    ]);
    for (const answer of [
      await askToken(),
      await plugin.as(alice).post(url('/sign-ins')).send({ fabric: 'reports' }),
      await plugin
        .as(bob)
        .post(url('/app-connections/main/test'))
        .send({ workspaceUrl: simulator.url }),
    ]) {
      expect([answer.status, answer.body.error.code]).toEqual([
        503,
        'encryption_key_unavailable',
      ]);
    }
    const dryRun = await plugin
      .as(bob)
      .put(url('/app-connections/main?dryRun=true'))
      .set('If-Match', locked.appConnections[0].etag)
      .send({ clientId: 'main-client' });
    expect(dryRun.body.checks).toContainEqual({
      id: 'client',
      state: 'warning',
      message: expect.stringContaining('not tested'),
    });
    await put(
      '/app-connections/main',
      { clientId: 'main-client', title: 'Renamed' },
      locked.appConnections[0].etag,
    );
    const renamed = await put(
      '/fabrics/reports',
      { ...fabric(), title: 'Renamed' },
      locked.fabrics[0].etag,
    );
    expect(renamed.servicePrincipal).toMatchObject({ clientId: 'sp-nightly' });
    // What the secret is bound to cannot change without the key
    const kept = await knex('definitions');
    for (const refused of [
      await plugin
        .as(bob)
        .put(url('/fabrics/reports'))
        .set('If-Match', renamed.etag)
        .send({ ...fabric(), owner: 'group:default/platform' }),
      await plugin
        .as(bob)
        .put(url('/app-connections/main'))
        .set('If-Match', (await settings()).appConnections[0].etag)
        .send({ clientId: 'main-client', scopes: ['sql', 'offline_access'] }),
    ]) {
      expect([refused.status, refused.body.error]).toEqual([
        503,
        expect.objectContaining({
          code: 'encryption_key_unavailable',
          message: expect.stringContaining('Nothing was changed'),
        }),
      ]);
    }
    expect(await knex('definitions')).toEqual(kept);
    expect(simulator.calls).toMatchObject({ token, authorize: authorize + 2 });

    await start('k1', { k1, k2 });
    expect((await settings()).fabrics[0].title).toBe('Renamed');
    expect((await askToken()).body).toMatchObject({
      identity: { kind: 'servicePrincipal', name: 'sp-nightly' },
    });
    expect((await plugin.connect(alice, { fabric: 'reports' })).status).toBe(
      200,
    );
  });

  it('are not taken for public clients when what is stored was altered', async () => {
    const [row] = await knex('definitions').where({ kind: 'appConnection' });
    await knex('definitions')
      .where({ kind: 'appConnection' })
      .update({
        client_secret: `${row.client_secret.slice(0, -6)}AAAAAA`,
        version: row.version + 1,
      });
    expect(await messageOf('app-connection')).toMatchObject({
      state: 'failed',
      message: expect.stringContaining('enter it again'),
    });
    const answer = await plugin
      .as(alice)
      .post(url('/sign-ins'))
      .send({ fabric: 'reports' });
    expect(answer.body.error.code).toBe('credentials_unreadable');
    // Who is connected reads why that cannot be renewed; admins find it in the check list
    const [connection] = (await plugin.as(alice).get(url('/connections'))).body
      .items;
    expect(connection).toMatchObject({
      status: 'connected',
      reason: { code: 'credentials_unreadable' },
    });
    const { body } = await plugin.as(bob).get(url('/admin/connections'));
    expect(body.items[0]).toMatchObject({ id: connection.id });
    expect(body.items[0]).not.toHaveProperty('reason');

    await knex('grants').update({ access_token_expires_at: 1 });
    const { token } = simulator.calls;
    const tested = await plugin
      .as(alice)
      .post(url('/fabrics/reports/test'))
      .send({});
    expect(tested.body).toMatchObject({
      ok: false,
      checks: [{ message: expect.stringContaining('cannot be opened') }],
    });
    expect(simulator.calls.token).toBe(token);
  });
});
