import { TestDatabases } from '@backstage/backend-test-utils';
import { signInAs } from '@backstage-databricks/databricks-simulator';
import request from 'supertest';
import {
  alice,
  bob,
  StartedPlugin,
  startPlugin,
} from '../__testUtils__/startPlugin';

jest.setTimeout(60_000);

const databases = TestDatabases.create({ ids: ['POSTGRES_18', 'SQLITE_3'] });

describe.each(databases.eachSupportedId())('Connecting on %s', id => {
  let plugin: StartedPlugin;

  beforeAll(async () => {
    plugin = await startPlugin({ databases: { databases, id } });
  });

  afterEach(() => plugin.simulator.faults.clear());

  afterAll(async () => {
    await plugin.stop();
  });

  async function start(user = alice, fabric = 'analytics-dev') {
    const answer = await plugin
      .as(user)
      .post('/api/databricks/sign-ins')
      .send({ fabric });
    expect([answer.status, answer.body]).toEqual([201, expect.anything()]);
    return {
      ...(answer.body as { id: string; authorizationUrl: string }),
      setCookie: answer.headers['set-cookie'][0],
      cookie: answer.headers['set-cookie'][0].split(';')[0],
    };
  }

  function callback(url: URL | string, cookie?: string) {
    const { pathname, search } = new URL(url);
    const get = request(plugin.backend.server).get(pathname + search);
    return cookie ? get.set('Cookie', cookie) : get;
  }

  function outcome(user: string, signIn: string) {
    return plugin.as(user).get(`/api/databricks/sign-ins/${signIn}`);
  }

  it('sends exactly what is needed to Databricks, and a cookie to the browser', async () => {
    const { authorizationUrl, setCookie } = await start();
    const url = new URL(authorizationUrl);
    expect(url.origin + url.pathname).toBe(
      `${plugin.simulator.url}/oidc/v1/authorize`,
    );
    expect([...url.searchParams.keys()].sort()).toEqual([
      'client_id',
      'code_challenge',
      'code_challenge_method',
      'redirect_uri',
      'response_type',
      'scope',
      'state',
    ]);
    expect(url.searchParams.get('scope')).toBe('all-apis offline_access');
    expect(url.searchParams.get('redirect_uri')).toBe(
      'http://localhost:7007/api/databricks/oauthredirect',
    );
    expect(setCookie).toMatch(
      /^databricks-sign-in-[0-9a-f]{8}=[0-9]{10}\.[\w-]{43}\.k1\.[\w-]{43}; HttpOnly; SameSite=Lax; Path=\/; Max-Age=600$/,
    );
  });

  it('connects, shows as whom on every fabric that shares the connection, and disconnects', async () => {
    const connected = await plugin.connect(alice, {
      person: 'ada@example.com',
    });
    expect(connected.status).toBe(200);
    expect((await outcome(alice, connected.id)).body).toEqual({
      id: connected.id,
      status: 'succeeded',
    });
    expect((await outcome(bob, connected.id)).status).toBe(404);

    const { body } = await plugin.as(alice).get('/api/databricks/fabrics');
    const [issuer, ...others] = body.issuers;
    const { connection } = issuer;
    expect(others).toEqual([]);
    expect(connection).toMatchObject({
      status: 'connected',
      databricksUser: { userName: 'ada@example.com' },
      scopes: expect.arrayContaining(['all-apis']),
      fabrics: ['analytics-dev', 'studio', 'everybody'],
    });
    expect(
      body.items
        .filter((it: { issuer?: string }) => it.issuer === issuer.id)
        .map((it: { name: string }) => it.name),
    ).toEqual(connection.fabrics);
    expect(JSON.stringify(body)).not.toMatch(/eyJ|doau|secret"/);

    const url = `/api/databricks/connections/${connection.id}`;
    expect((await plugin.as(bob).delete(url)).status).toBe(404);
    const first = await plugin.as(alice).delete(url);
    expect([first.status, first.body]).toEqual([
      200,
      { revoked: 'unsupported' },
    ]);
    expect((await plugin.as(alice).delete(url)).status).toBe(200);
    const after = await plugin.as(alice).get('/api/databricks/connections');
    expect(after.body).toEqual({ items: [] });
  });

  it('comes back to the metadata callback for prophecy fabrics, and to no other', async () => {
    const { authorizationUrl, cookie } = await start(alice, 'studio');
    const url = new URL(await signInAs(authorizationUrl));
    expect(url.pathname).toBe('/metadata/oauthCallback');
    const elsewhere = await callback(
      `http://localhost:7007/api/databricks/oauthredirect${url.search}`,
      cookie,
    );
    expect(elsewhere.status).toBe(400);
    expect((await callback(url, cookie)).status).toBe(200);
  });

  it('keeps the id of a connection when its user reconnects', async () => {
    await plugin.connect(bob, { fabric: 'everybody' });
    const before = await plugin.as(bob).get('/api/databricks/connections');
    await plugin.connect(bob, { fabric: 'everybody' });
    const after = await plugin.as(bob).get('/api/databricks/connections');
    expect(after.body.items).toHaveLength(1);
    expect(after.body.items[0].id).toBe(before.body.items[0].id);
  });

  it('refuses a callback from another browser, and the right one can still finish', async () => {
    const { id: signIn, authorizationUrl, cookie } = await start();
    const url = await signInAs(authorizationUrl);
    const calls = plugin.simulator.calls.token;
    expect((await callback(url)).status).toBe(400);
    const other = cookie.replace(/=.*/, `=${'x'.repeat(43)}`);
    expect((await callback(url, other)).status).toBe(400);
    expect(plugin.simulator.calls.token).toBe(calls);
    expect((await outcome(alice, signIn)).body.status).toBe('pending');
    expect((await callback(url, cookie)).status).toBe(200);
  });

  it('lets one of twenty equal callbacks win', async () => {
    const { authorizationUrl, cookie } = await start();
    const url = await signInAs(authorizationUrl);
    const calls = plugin.simulator.calls.token;
    const answers = await Promise.all(
      Array.from({ length: 20 }, () => callback(url, cookie)),
    );
    expect(answers.filter(it => it.status === 200)).toHaveLength(1);
    expect(answers.filter(it => it.status === 400)).toHaveLength(19);
    expect(plugin.simulator.calls.token).toBe(calls + 1);
  });

  it('says that the user declined', async () => {
    const { id: signIn, authorizationUrl, cookie } = await start();
    const url = await signInAs(authorizationUrl, 'ada@example.com', {
      deny: true,
    });
    const calls = plugin.simulator.calls.token;
    expect((await callback(url)).status).toBe(400);
    const page = await callback(url, cookie);
    expect(page.status).toBe(400);
    expect((await outcome(alice, signIn)).body).toMatchObject({
      status: 'denied',
      error: { code: 'access_denied' },
    });
    expect(plugin.simulator.calls.token).toBe(calls);
  });

  it.each([
    ['nothing at all', ''],
    ['no state', '?code=x'],
    ['an empty state', '?code=x&state='],
    ['an unknown state', `?code=x&state=${'a'.repeat(43)}`],
    ['two states', '?code=x&state=a&state=b'],
    ['a huge code', `?code=${'x'.repeat(8_000)}&state=a`],
    ['a script as error', '?error=%3Cscript%3Ealert(1)%3C/script%3E&state=x'],
  ])('answers a page with 400 to %s', async (_, query) => {
    const page = await callback(
      `http://localhost:7007/api/databricks/oauthredirect${query}`,
    );
    expect(page.status).toBe(400);
    expect(page.headers['content-type']).toMatch(/^text\/html/);
    expect(page.headers['content-security-policy']).toMatch(
      /^default-src 'none'; script-src 'sha256-[^']+'; style-src 'sha256-[^']+'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'$/,
    );
    expect(page.headers['x-frame-options']).toBe('DENY');
    expect(page.headers['referrer-policy']).toBe('no-referrer');
    expect(page.headers['cache-control']).toBe('no-store');
    expect(page.text).not.toContain('alert(1)');
  });

  it.each(['image', 'iframe', 'empty'])(
    'does not take a callback that is loaded as %s',
    async destination => {
      const { authorizationUrl, cookie } = await start();
      const url = await signInAs(authorizationUrl);
      const page = await callback(url, cookie).set(
        'Sec-Fetch-Dest',
        destination,
      );
      expect(page.status).toBe(400);
      expect((await callback(url, cookie)).status).toBe(200);
    },
  );

  it('stores nothing without a refresh token', async () => {
    plugin.simulator.faults.next('token', {
      kind: 'fields',
      fields: { refresh_token: undefined },
    });
    const {
      id: signIn,
      authorizationUrl,
      cookie,
    } = await start(bob, 'operations');
    const before = await plugin.as(bob).get('/api/databricks/connections');
    const page = await callback(await signInAs(authorizationUrl), cookie);
    expect(page.status).toBe(400);
    expect((await outcome(bob, signIn)).body).toMatchObject({
      status: 'failed',
      error: { code: 'missing_scopes' },
    });
    const after = await plugin.as(bob).get('/api/databricks/connections');
    expect(after.body).toEqual(before.body);
  });

  it('keeps ten pending sign-ins a user and refuses the twenty-first start of a minute', async () => {
    const user = 'Bearer mock-user-token:{"sub":"user:default/carol"}';
    const ids: string[] = [];
    for (let i = 0; i < 20; i += 1) {
      ids.push((await start(user, 'everybody')).id);
    }
    const states = await Promise.all(
      ids.map(async it => (await outcome(user, it)).body.status),
    );
    expect(states.filter(it => it === 'pending')).toHaveLength(10);
    expect(states.slice(0, 10)).toEqual(Array(10).fill('expired'));
    const flooded = await plugin
      .as(user)
      .post('/api/databricks/sign-ins')
      .send({ fabric: 'everybody' });
    expect(flooded.status).toBe(429);
    expect(flooded.body.error).toMatchObject({
      code: 'too_many_requests',
      retryAfterSeconds: expect.any(Number),
    });
    expect(Number(flooded.headers['retry-after'])).toBeGreaterThan(0);
  });

  it.each([
    [{}, 'fabric'],
    [{ fabric: 1 }, 'fabric'],
    [{ fabric: 'analytics-dev', other: 1 }, 'other'],
    [{ fabric: 'analytics-dev', returnTo: 'https://evil' }, 'returnTo'],
    [{ fabric: 'analytics-dev', returnTo: '//evil' }, 'returnTo'],
    [{ fabric: 'analytics-dev', returnTo: '/\\evil' }, 'returnTo'],
    [{ fabric: 'analytics-dev', display: 'tab' }, 'display'],
    [{ fabric: 'nightly' }, 'fabric'],
  ])('refuses %j and names the field', async (body, field) => {
    const answer = await plugin
      .as(alice)
      .post('/api/databricks/sign-ins')
      .send(body);
    expect(answer.status).toBe(400);
    expect(answer.body.error.code).toBe('invalid_request');
    expect(answer.body.error.message).toMatch(new RegExp(`^${field}:`));
  });

  it('says what is wrong with a body that cannot be read, and never repeats it', async () => {
    const post = () => plugin.as(alice).post('/api/databricks/sign-ins');
    const broken = await post()
      .set('Content-Type', 'application/json')
      .send('{"fabric":"canary-body');
    expect([broken.status, broken.text.includes('canary')]).toEqual([
      400,
      false,
    ]);
    const huge = await post().send({ fabric: 'x'.repeat(20_000) });
    expect(huge.status).toBe(413);
    const form = await post()
      .set('Content-Type', 'application/x-www-form-urlencoded')
      .send('fabric=analytics-dev');
    expect(form.status).toBe(415);
    expect(form.body).toEqual({
      error: {
        name: 'InputError',
        message: 'The body must be application/json.',
        code: 'invalid_request',
      },
      response: { statusCode: 415 },
    });
  });
});
