import { TestDatabases } from '@backstage/backend-test-utils';
import { signInAs } from '@backstage-databricks/databricks-simulator';
import { databaseState } from '../__testUtils__/databaseState';
import { signInSteps } from '../__testUtils__/signInSteps';
import {
  alice,
  bob,
  StartedPlugin,
  startPlugin,
} from '../__testUtils__/startPlugin';

jest.setTimeout(60_000);

const databases = TestDatabases.create({ ids: ['POSTGRES_18', 'SQLITE_3'] });

describe.each(databases.eachSupportedId())('A callback on %s', id => {
  let plugin: StartedPlugin;
  let steps: ReturnType<typeof signInSteps>;

  beforeAll(async () => {
    plugin = await startPlugin({ databases: { databases, id } });
    steps = signInSteps(plugin);
  });

  beforeEach(async () => {
    // Each story starts below the limit of starts a minute
    await plugin.knex('sign_ins').delete();
  });

  afterAll(async () => {
    await plugin.stop();
  });

  /** Nothing was stored and Databricks was not asked. */
  async function refused(url: URL | string, cookie?: string) {
    const calls = plugin.simulator.calls.token;
    const before = await databaseState(plugin.knex);
    const page = await steps.callback(url, cookie);
    expect(page.status).toBe(400);
    expect(page.headers['set-cookie']).toBeUndefined();
    expect(await databaseState(plugin.knex)).toBe(before);
    expect(plugin.simulator.calls.token).toBe(calls);
    return page.text;
  }

  it('of a sign-in that bob started is worth nothing in the browser of alice, who is connecting too', async () => {
    const bobs = await steps.start(bob, 'everybody');
    const alices = await steps.start();
    const approvedByAlice = await signInAs(
      bobs.authorizationUrl,
      'ada@example.com',
    );
    expect(await refused(approvedByAlice, alices.cookie)).toContain(
      'started in another browser',
    );
    expect(await steps.connections(alice)).toEqual([]);
    expect(await steps.connections(bob)).toEqual([]);
    expect((await steps.outcome(bob, bobs.id)).status).toBe('pending');

    const approvedByBob = await signInAs(
      bobs.authorizationUrl,
      'grace@example.com',
    );
    const page = await steps.callback(approvedByBob, bobs.cookie);
    expect(page.status).toBe(200);
    expect(await steps.connections(bob)).toMatchObject([
      { databricksUser: { userName: 'grace@example.com' } },
    ]);
    expect(await steps.connections(alice)).toEqual([]);
  });

  it('with a code of somebody else does not connect the one who follows the link', async () => {
    const mallorys = await steps.start(bob, 'everybody');
    const link = await signInAs(mallorys.authorizationUrl);
    await refused(link);
    const alices = await steps.start();
    await refused(link, alices.cookie);
    const renamed = alices.cookie.replace(
      /^[^=]+/,
      mallorys.cookie.split('=')[0],
    );
    await refused(link, renamed);
    expect(await steps.connections(alice)).toEqual([]);
  });

  it('says the same to used and expired states in their own browser, and the same to all others', async () => {
    const used = await steps.start();
    const usedUrl = await signInAs(used.authorizationUrl);
    expect((await steps.callback(usedUrl, used.cookie)).status).toBe(200);

    const expired = await steps.start();
    const expiredUrl = await signInAs(expired.authorizationUrl);
    await plugin
      .knex('sign_ins')
      .where({ id: expired.id })
      .update({ expires_at: plugin.knex.raw('created_at + 1') });

    const elsewhere = await steps.start();
    const elsewhereUrl = new URL(await signInAs(elsewhere.authorizationUrl));
    elsewhereUrl.pathname = '/metadata/oauthCallback';

    const ofThisBrowser = [
      await refused(usedUrl, used.cookie),
      await refused(expiredUrl, expired.cookie),
    ];
    expect(new Set(ofThisBrowser).size).toBe(1);
    const unknown = `/api/databricks/oauthredirect?code=x&state=${'a'.repeat(
      43,
    )}`;
    const ofAnother = [
      await refused(unknown),
      await refused(usedUrl),
      await refused(elsewhereUrl, elsewhere.cookie),
    ];
    expect(new Set(ofAnother).size).toBe(1);
    expect((await steps.outcome(alice, expired.id)).status).toBe('expired');
    expect((await steps.outcome(alice, used.id)).status).toBe('succeeded');
  });

  it('without the cookie changes nothing, whether it carries a code or an error', async () => {
    const started = await steps.start();
    const url = new URL(await signInAs(started.authorizationUrl));
    await refused(url);
    url.searchParams.delete('code');
    url.searchParams.set('error', 'access_denied');
    await refused(url);
    expect((await steps.outcome(alice, started.id)).status).toBe('pending');
  });

  it('ignores a cookie that is there twice, empty, or under another name', async () => {
    const started = await steps.start();
    const url = await signInAs(started.authorizationUrl);
    const [name, value] = started.cookie.split('=');
    for (const cookie of [
      `${name}=${'x'.repeat(43)}; ${name}=${value}`,
      `${name}=`,
      name,
      `x${name}=${value}`,
      `__Host-${name}=${value}`,
      `${name}=${value.toUpperCase()}`,
      `${name}="${value}"`,
    ]) {
      await refused(url, cookie);
    }
    const page = await steps.callback(url, `a=b; ${started.cookie}; c=d`);
    expect(page.status).toBe(200);
    expect(page.headers['set-cookie']).toEqual([
      `${name}=; HttpOnly; SameSite=Lax; Path=/; Max-Age=0`,
    ]);
  });

  it('belongs to who started it, whoever the request says it is from', async () => {
    const started = await steps.start();
    const url = await signInAs(started.authorizationUrl, 'ada@example.com');
    const before = await steps.connections(bob);
    const page = await steps
      .callback(url, started.cookie)
      .set('Authorization', bob);
    expect(page.status).toBe(200);
    expect((await steps.outcome(alice, started.id)).status).toBe('succeeded');
    expect((await steps.outcome(bob, started.id)).http).toBe(404);
    expect(await steps.connections(bob)).toEqual(before);
  });

  it('is read by nobody but its user', async () => {
    const started = await steps.start();
    const foreign = await plugin
      .as(bob)
      .get(`/api/databricks/sign-ins/${started.id}`);
    const unknown = await plugin
      .as(bob)
      .get('/api/databricks/sign-ins/00000000-0000-4000-8000-000000000000');
    expect([foreign.status, foreign.body]).toEqual([404, unknown.body]);
    expect(foreign.text).not.toContain(started.id);
  });

  it('leaves the eleventh sign-in of a user alone once it is being answered', async () => {
    const first = await steps.start();
    const url = await signInAs(first.authorizationUrl);
    plugin.simulator.faults.next('token', { kind: 'delay', delayMs: 700 });
    const page = steps.callback(url, first.cookie).then(it => it);
    const consumed = () =>
      plugin
        .knex('sign_ins')
        .where({ id: first.id })
        .whereNotNull('consumed_at');
    while ((await consumed()).length === 0) {
      await new Promise(resolve => setImmediate(resolve));
    }
    for (let i = 0; i < 11; i += 1) {
      await steps.start();
    }
    expect((await page).status).toBe(200);
    expect((await steps.outcome(alice, first.id)).status).toBe('succeeded');
  });
});
