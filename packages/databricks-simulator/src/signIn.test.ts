import { decodeJwt } from './__testUtils__/decodeJwt';
import { signInAs } from './signInAs';
import { Simulator } from './Simulator';
import { startSimulator } from './startSimulator';
import {
  CONFIDENTIAL,
  createTestClient,
  PUBLIC,
  REDIRECT_URI,
  ROBOT,
} from './__testUtils__/createTestClient';

const NARROW = {
  clientId: 'narrow-app',
  clientSecret: 'narrow-secret',
  redirectUris: [REDIRECT_URI],
  scopes: ['sql.warehouses', 'offline_access'],
};

describe('Signing in', () => {
  let simulator: Simulator;

  beforeAll(async () => {
    simulator = await startSimulator({
      clients: [CONFIDENTIAL, PUBLIC, NARROW],
      servicePrincipals: [ROBOT],
      people: [
        { userName: 'ada@example.com', displayName: 'Ada Lovelace' },
        { userName: 'grace@example.com', displayName: 'Grace Hopper' },
        { userName: `o'b"<i>@x`, displayName: 'Somebody <b>bold</b>' },
        { userName: 'eve@example.com', displayName: 'Eve', denied: true },
      ],
    });
  });

  afterEach(() => simulator.faults.clear());

  afterAll(() => simulator.stop());

  it.each([
    ['confidential', CONFIDENTIAL],
    ['public', PUBLIC],
  ])('gives tokens to a %s client with PKCE', async (_, app) => {
    const client = await createTestClient(simulator, app);
    const callback = await client.signIn('grace@example.com');
    expect(callback.origin + callback.pathname).toBe(REDIRECT_URI);
    expect([...callback.searchParams.keys()].sort()).toEqual(['code', 'state']);

    const tokens = await client.exchange(callback);
    expect(tokens).toEqual({
      access_token: expect.stringMatching(/^eyJ[\w-]+\.eyJ[\w-]+\.[\w-]+$/),
      refresh_token: expect.stringMatching(/^doau[\w-]{32}$/),
      token_type: 'bearer',
      expires_in: 3600,
      scope: 'all-apis offline_access',
    });
    expect(decodeJwt(tokens.access_token)).toMatchObject({
      iss: `${simulator.url}/oidc`,
      aud: simulator.workspaceId,
      sub: 'grace@example.com',
      client_id: app.clientId,
      scope: 'all-apis offline_access',
    });
  });

  it('gives no refresh token without offline_access, and an ID token with openid', async () => {
    const client = await createTestClient(simulator, CONFIDENTIAL);
    const without = await client.connect(undefined, { scope: 'all-apis' });
    expect(without.scope).toBe('all-apis');
    expect(without).not.toHaveProperty('refresh_token');
    expect(without).not.toHaveProperty('id_token');

    const withId = await client.connect(undefined, {
      scope: 'openid profile offline_access all-apis',
    });
    expect(withId.claims()).toMatchObject({ sub: 'ada@example.com' });
    expect(withId.refresh_token).toMatch(/^doau/);
  });

  it('knows fine-grained scopes', async () => {
    const client = await createTestClient(simulator, NARROW);
    const tokens = await client.connect(undefined, {
      scope: 'sql.warehouses offline_access',
    });
    expect(tokens.scope).toBe('sql.warehouses offline_access');
  });

  it('comes back with access_denied when the person denies, or a policy does', async () => {
    const client = await createTestClient(simulator, CONFIDENTIAL);
    const denied = new URL(
      await signInAs(client.authorizationUrl(), 'ada@example.com', {
        deny: true,
      }),
    );
    expect(Object.fromEntries(denied.searchParams)).toEqual({
      error: 'access_denied',
      error_description: 'The user denied the request',
      state: 'a-state',
    });
    const byPolicy = await client.signIn('eve@example.com');
    expect(Object.fromEntries(byPolicy.searchParams)).toEqual({
      error: 'access_denied',
      error_description: 'Policy evaluation failed for this request',
      state: 'a-state',
    });
  });

  it('comes back with access_denied when scopes are not assigned', async () => {
    const client = await createTestClient(simulator, NARROW);
    const callback = await client.signIn(undefined, {
      scope: 'all-apis jobs offline_access',
    });
    expect(Object.fromEntries(callback.searchParams)).toEqual({
      error: 'access_denied',
      error_description:
        "Scopes 'all-apis jobs' are not assigned to the client narrow-app",
      state: 'a-state',
    });
  });

  it.each<[string, Record<string, string>, string]>([
    [
      'an unknown client ID',
      { client_id: 'nobody' },
      "OAuth application with client_id: 'nobody' not available in Databricks account",
    ],
    [
      'a service principal',
      { client_id: 'robot' },
      "OAuth application with client_id: 'robot' not available in Databricks account",
    ],
    ...[
      `${REDIRECT_URI}/`,
      `${REDIRECT_URI}?a=b`,
      REDIRECT_URI.replace('localhost', '127.0.0.1'),
      REDIRECT_URI.replace('7007', '7008'),
      REDIRECT_URI.toLocaleUpperCase('en-US'),
      'https://evil.example',
      '',
    ].map<[string, Record<string, string>, string]>(it => [
      `the redirect URL ${it}`,
      { redirect_uri: it },
      `redirect_uri '${it}' not registered for OAuth application 'confidential-app'`,
    ]),
  ])('shows JSON and does not redirect for %s', async (_, changes, text) => {
    const client = await createTestClient(simulator, CONFIDENTIAL);
    const url = client.authorizationUrl(changes);
    const response = await fetch(url, {
      redirect: 'manual',
      headers: { accept: 'text/html' },
    });
    expect(response.status).toBe(400);
    expect(response.headers.get('content-type')).toMatch(/^application\/json/);
    expect(response.headers.get('location')).toBeNull();
    const body = await response.json();
    expect(body.error).toBe('invalid_request');
    expect(body.error_description).toContain(text);
    await expect(signInAs(url)).rejects.toThrow(text);
  });

  it.each([
    [
      'no PKCE',
      { code_challenge: undefined, code_challenge_method: undefined },
    ],
    ['no code challenge', { code_challenge: undefined }],
    ['the method plain', { code_challenge_method: 'plain' }],
    ['no method', { code_challenge_method: undefined }],
  ])('refuses %s', async (_, changes) => {
    for (const app of [CONFIDENTIAL, PUBLIC]) {
      const client = await createTestClient(simulator, app);
      const callback = await client.signIn(undefined, changes);
      expect(callback.searchParams.get('error')).toBe('invalid_request');
      expect(callback.searchParams.has('code')).toBe(false);
      expect(callback.searchParams.has('iss')).toBe(false);
    }
  });

  it('refuses a wrong verifier, and a code that was used', async () => {
    const client = await createTestClient(simulator, CONFIDENTIAL);
    const callback = await client.signIn();
    await expect(
      client.exchange(callback, 'x'.repeat(43)),
    ).rejects.toMatchObject({ status: 400, error: 'invalid_grant' });

    const again = await client.signIn();
    await client.exchange(again);
    await expect(client.exchange(again)).rejects.toMatchObject({
      status: 400,
      error: 'invalid_grant',
    });
  });

  it('gives tokens for a code once, however many ask at the same time', async () => {
    const client = await createTestClient(simulator, CONFIDENTIAL);
    const callback = await client.signIn();
    simulator.faults.next('token', { kind: 'delay', delayMs: 200 }, 10);
    const results = await Promise.allSettled(
      Array.from({ length: 10 }, () => client.exchange(callback)),
    );
    expect(results.filter(it => it.status === 'fulfilled')).toHaveLength(1);
  });

  it('lets two windows of one browser sign in as different people', async () => {
    const client = await createTestClient(simulator, CONFIDENTIAL);
    const cookies = new Map<string, string>();
    const request = async (url: string, form?: Record<string, string>) => {
      const response = await fetch(new URL(url, simulator.url), {
        redirect: 'manual',
        method: form ? 'POST' : 'GET',
        body: form && new URLSearchParams(form),
        headers: { cookie: cookiesFor(cookies, url) },
      });
      for (const cookie of response.headers.getSetCookie()) {
        const [pair, ...attributes] = cookie.split('; ');
        const path = attributes.find(it => it.startsWith('path='))?.slice(5);
        cookies.set(`${path} ${pair.split('=')[0]}`, pair);
      }
      return response.headers.get('location')!;
    };
    const first = await request(client.authorizationUrl().href);
    const second = await request(client.authorizationUrl().href);
    const secondResumed = await request(second, {
      person: 'grace@example.com',
    });
    const secondCallback = await request(secondResumed);
    const firstResumed = await request(first, { person: 'ada@example.com' });
    const firstCallback = await request(firstResumed);

    const users = [];
    for (const callback of [firstCallback, secondCallback]) {
      const tokens = await client.exchange(new URL(callback));
      users.push(decodeJwt(tokens.access_token).sub);
    }
    expect(users).toEqual(['ada@example.com', 'grace@example.com']);
  });

  it('says on its page that it is simulated, and escapes what it shows', async () => {
    const client = await createTestClient(simulator, CONFIDENTIAL);
    const response = await fetch(client.authorizationUrl(), {
      redirect: 'manual',
    });
    const cookie = response.headers
      .getSetCookie()
      .map(it => it.split(';')[0])
      .join('; ');
    const page = await fetch(
      new URL(response.headers.get('location')!, simulator.url),
      { headers: { cookie } },
    );
    const html = await page.text();
    expect(html).toContain('Simulated Databricks');
    expect(html).toContain('Continue as Ada Lovelace');
    expect(html).toContain('Deny access');
    expect(html).not.toContain('<b>bold');
    expect(html).not.toContain('<script');
    expect(page.headers.get('cross-origin-opener-policy')).toBeNull();

    const odd = await client.connect(`o'b"<i>@x`);
    expect(decodeJwt(odd.access_token).sub).toBe(`o'b"<i>@x`);
  });

  it('does not show the page of a sign-in to another browser, and knows nobody else', async () => {
    const client = await createTestClient(simulator, CONFIDENTIAL);
    const response = await fetch(client.authorizationUrl(), {
      redirect: 'manual',
    });
    const location = response.headers.get('location')!;
    const page = await fetch(new URL(location, simulator.url));
    expect(page.status).toBe(400);
    expect(await page.text()).toContain('This sign-in has ended');
    await expect(client.signIn('mallory@example.com')).rejects.toThrow(
      'Nobody has that name here',
    );
  });

  it('comes back with what a fault says', async () => {
    const client = await createTestClient(simulator, CONFIDENTIAL);
    simulator.faults.next('authorize', {
      kind: 'callback',
      parameters: { iss: 'https://evil.example/oidc', state: ['a', 'b'] },
    });
    const forged = await client.signIn();
    expect(forged.searchParams.get('iss')).toBe('https://evil.example/oidc');
    expect(forged.searchParams.getAll('state')).toEqual(['a', 'b']);
    expect(forged.searchParams.has('code')).toBe(true);

    simulator.faults.next('authorize', {
      kind: 'callback',
      parameters: { code: undefined, error: 'server_error' },
    });
    const failed = await client.signIn();
    expect(Object.fromEntries(failed.searchParams)).toEqual({
      error: 'server_error',
      state: 'a-state',
    });
    expect((await client.signIn()).searchParams.get('state')).toBe('a-state');
  });
});

it('names itself in the callback, and isolates its page, when asked to', async () => {
  const simulator = await startSimulator({
    clients: [CONFIDENTIAL],
    callbackIssuer: true,
    crossOriginOpenerPolicy: 'same-origin',
  });
  try {
    const client = await createTestClient(simulator, CONFIDENTIAL);
    const callback = await client.signIn();
    expect(callback.searchParams.get('iss')).toBe(`${simulator.url}/oidc`);
    const page = await fetch(`${simulator.url}/login/x`);
    expect(page.headers.get('cross-origin-opener-policy')).toBe('same-origin');
  } finally {
    await simulator.stop();
  }
});

function cookiesFor(cookies: Map<string, string>, url: string): string {
  const { pathname } = new URL(url, 'http://127.0.0.1');
  return [...cookies]
    .filter(([key]) => pathname.startsWith(key.split(' ')[0]))
    .map(([, pair]) => pair)
    .join('; ');
}
