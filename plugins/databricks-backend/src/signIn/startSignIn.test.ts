import { TestDatabases } from '@backstage/backend-test-utils';
import { signInAs } from '@backstage-databricks/databricks-simulator';
import { createHash } from 'node:crypto';
import { databaseState } from '../__testUtils__/databaseState';
import { signInSteps } from '../__testUtils__/signInSteps';
import {
  alice,
  bob,
  mallory,
  StartedPlugin,
  startPlugin,
} from '../__testUtils__/startPlugin';

jest.setTimeout(60_000);

const databases = TestDatabases.create({ ids: ['POSTGRES_18', 'SQLITE_3'] });
const PORTAL = 'https://portal.example.com';

describe.each(databases.eachSupportedId())('A started sign-in on %s', id => {
  let plugin: StartedPlugin;

  beforeAll(async () => {
    plugin = await startPlugin({ databases: { databases, id } });
  });

  afterAll(async () => {
    await plugin.stop();
  });

  it('is kept for ten minutes, with hashes of state and cookie and a sealed verifier', async () => {
    const { authorizationUrl, cookie, ...started } = await signInSteps(
      plugin,
    ).start();
    const state = new URL(authorizationUrl).searchParams.get('state')!;
    const value = cookie.split('=')[1];
    const [row] = await plugin.knex('sign_ins').where({ id: started.id });
    const sha256 = (it: string) =>
      createHash('sha256').update(it).digest('base64url');
    expect(row).toMatchObject({
      state_hash: sha256(state),
      browser_hash: sha256(value),
      user_entity_ref: 'user:default/alice',
      code_verifier: expect.stringMatching(/^dbx1\.k1\.[\w-]{16}\.[\w-]+$/),
    });
    expect(Number(row.expires_at) - Number(row.created_at)).toBe(600_000);
    const kept = await databaseState(plugin.knex);
    expect(kept).not.toContain(state);
    expect(kept).not.toContain(value);
  });
});

describe('A sign-in', () => {
  let plugin: StartedPlugin;

  beforeAll(async () => {
    plugin = await startPlugin();
  });

  afterAll(async () => {
    await plugin.stop();
  });

  it('cannot be started for a fabric of others, which looks like none', async () => {
    const start = (fabric: string) =>
      plugin.as(mallory).post('/api/databricks/sign-ins').send({ fabric });
    const before = await databaseState(plugin.knex);
    const foreign = await start('analytics-dev');
    const unknown = await start('nope');
    expect([foreign.status, foreign.body]).toEqual([404, unknown.body]);
    expect(foreign.headers['set-cookie']).toBeUndefined();
    expect(await databaseState(plugin.knex)).toBe(before);
  });

  it('is not stored by any cache, nor is its outcome', async () => {
    const started = await plugin
      .as(alice)
      .post('/api/databricks/sign-ins')
      .send({ fabric: 'analytics-dev' });
    const polled = await plugin
      .as(alice)
      .get(`/api/databricks/sign-ins/${started.body.id}`);
    expect(started.headers['cache-control']).toBe('no-store');
    expect(polled.headers['cache-control']).toBe('no-store');
  });

  it('of one user is not hindered by the flood of another', async () => {
    for (let i = 0; i < 25; i += 1) {
      await plugin
        .as(mallory)
        .post('/api/databricks/sign-ins')
        .send({ fabric: 'everybody' });
    }
    const rows = await plugin
      .knex('sign_ins')
      .where({ user_entity_ref: 'user:default/mallory' });
    expect(rows).toHaveLength(20);
    expect(rows.filter(it => it.status === 'pending')).toHaveLength(10);
    expect(rows.filter(it => it.code_verifier)).toHaveLength(10);
    await signInSteps(plugin).start(bob, 'everybody');
  });
});

describe('A portal on https', () => {
  let plugin: StartedPlugin;

  beforeAll(async () => {
    plugin = await startPlugin({
      rootConfig: { app: { baseUrl: PORTAL }, backend: { baseUrl: PORTAL } },
    });
    plugin.simulator.account.addAppConnection({
      clientId: '11111111-2222-3333-4444-555555555555',
      clientSecret: 'app-connection-secret',
      redirectUris: [`${PORTAL}/api/databricks/oauthredirect`],
    });
  });

  afterAll(async () => {
    await plugin.stop();
  });

  it('binds by a cookie that no other host can set, and reads no other', async () => {
    const steps = signInSteps(plugin);
    const started = await steps.start();
    expect(started.setCookie).toMatch(
      /^__Host-databricks-sign-in-[0-9a-f]{8}=[0-9]{10}\.[\w-]{43}\.k1\.[\w-]{43}; Secure; HttpOnly; SameSite=Lax; Path=\/; Max-Age=600$/,
    );
    const { searchParams } = new URL(started.authorizationUrl);
    expect(searchParams.get('redirect_uri')).toBe(
      `${PORTAL}/api/databricks/oauthredirect`,
    );
    const url = await signInAs(started.authorizationUrl);
    const planted = started.cookie.replace('__Host-', '');
    expect((await steps.callback(url, planted)).status).toBe(400);
    expect((await steps.callback(url, started.cookie)).status).toBe(200);
  });

  it('takes nothing from the headers of a request', async () => {
    const answer = await plugin
      .as(alice)
      .post('/api/databricks/sign-ins')
      .set('Host', 'evil.example.com')
      .set('X-Forwarded-Host', 'evil.example.com')
      .set('X-Forwarded-Proto', 'http')
      .set('Origin', 'https://evil.example.com')
      .send({ fabric: 'analytics-dev' });
    expect(answer.status).toBe(201);
    expect(JSON.stringify([answer.body, answer.headers])).not.toContain('evil');
    expect(answer.headers['set-cookie'][0]).toContain('; Secure;');
  });
});

describe('A portal whose backend is of an unrelated site', () => {
  it('cannot start a sign-in, and says why, also in the check list', async () => {
    const plugin = await startPlugin({
      rootConfig: {
        app: { baseUrl: PORTAL },
        backend: {
          baseUrl: 'https://api.example.org',
          cors: { credentials: true, origin: PORTAL },
        },
      },
    });
    const answer = await plugin
      .as(alice)
      .post('/api/databricks/sign-ins')
      .send({ fabric: 'analytics-dev' });
    expect(answer.status).toBe(503);
    expect(answer.body.error).toMatchObject({ code: 'not_configured' });
    expect(answer.body.error.message).toMatch(
      /unrelated sites.*Serve both below one domain/,
    );
    expect(answer.headers['set-cookie']).toBeUndefined();
    expect(await plugin.knex('sign_ins')).toEqual([]);

    const { body } = await plugin.as(bob).get('/api/databricks/settings');
    expect(
      body.checks.find(({ id }: { id: string }) => id === 'origins'),
    ).toMatchObject({
      state: 'failed',
      message: expect.stringContaining('unrelated sites'),
    });
    await plugin.stop();
  });
});

describe('A portal on plain http that is not on this machine', () => {
  it('cannot start a sign-in, and says why', async () => {
    const plugin = await startPlugin({
      rootConfig: { backend: { baseUrl: 'http://portal.example.com' } },
    });
    const answer = await plugin
      .as(alice)
      .post('/api/databricks/sign-ins')
      .send({ fabric: 'analytics-dev' });
    expect(answer.status).toBe(503);
    expect(answer.body.error.code).toBe('not_configured');
    expect(answer.body.error.message).toContain('https');
    expect(answer.headers['set-cookie']).toBeUndefined();
    expect(await plugin.knex('sign_ins')).toEqual([]);
    await plugin.stop();
  });
});
