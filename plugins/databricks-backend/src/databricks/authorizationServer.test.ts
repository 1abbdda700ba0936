import { probeAuthorization, readMetadata } from './authorizationServer';
import { createWorkspaceClient } from './createWorkspaceClient';
import { GuardedFetch } from './guardedFetch';
import { StandIn } from './__testUtils__/StandIn';

describe('What Databricks shows instead of its sign-in page', () => {
  let standIn: StandIn;
  const client = createWorkspaceClient(() => ({
    allowedHosts: [],
    allowPrivateNetwork: false,
    production: false,
  }));
  const probe = () =>
    client.probeAuthorization(`${standIn.url}/oidc/v1/authorize`);

  beforeAll(async () => {
    standIn = await StandIn.start();
  });
  afterAll(() => standIn.stop());

  it.each([
    [
      "redirect_uri 'x' not registered for OAuth application 'y'",
      'redirect_uri',
    ],
    ["OAuth application with client_id: 'x' not available", 'unknown_client'],
    ['The weather is bad', 'other'],
  ])('is told apart: %s', async (error_description, refusal) => {
    standIn.answer(400, { error: 'invalid_request', error_description });
    await expect(probe()).resolves.toBe(refusal);
  });

  it('is not about the client where it asks to slow down, is down or lets nobody in', async () => {
    standIn.answer(429, { error_code: 'REQUEST_LIMIT_EXCEEDED' });
    await expect(probe()).rejects.toMatchObject({ kind: 'throttled' });
    standIn.answer(503, {});
    await expect(probe()).rejects.toMatchObject({ kind: 'unavailable' });
    const message =
      'Source IP address: 1.2.3.4 is blocked by Databricks IP ACL';
    standIn.answer(403, { error_code: 'PERMISSION_DENIED', message });
    await expect(probe()).rejects.toMatchObject({
      kind: 'refused',
      refusal: 'ip_access_list',
    });
  });
});

describe('What a workspace says of its authorization server', () => {
  const workspaceUrl = 'https://adb-1.7.azuredatabricks.net';
  const URL_OF_METADATA = `${workspaceUrl}/oidc/.well-known/oauth-authorization-server`;
  const calls: unknown[] = [];
  const answering =
    (
      body: unknown,
      status = 200,
      headers: Record<string, string> = {},
    ): GuardedFetch =>
    async (...call) => {
      calls.push(call);
      return { status, headers: new Headers(headers), body: textOf(body) };
    };
  const read = (...answer: Parameters<typeof answering>) =>
    readMetadata(workspaceUrl, answering(...answer));
  const issuer = `${workspaceUrl}/oidc`;

  beforeEach(() => calls.splice(0));

  it('is asked where Databricks keeps it, and has the scopes that there are', async () => {
    expect(
      await read({ issuer, scopes_supported: ['all-apis'], other: 1 }),
    ).toEqual({ scopes: ['all-apis'] });
    expect(calls).toEqual([
      [
        URL_OF_METADATA,
        { method: 'GET', headers: { accept: 'application/json' } },
      ],
    ]);
    expect(await read({ issuer })).toEqual({ scopes: undefined });
    const many = Array(1000).fill('x'.repeat(256));
    expect(await read({ issuer, scopes_supported: many })).toEqual({
      scopes: many,
    });
  });

  it.each<[string, unknown]>([
    ['a page', '<!doctype html>'],
    ['nothing', ''],
    ['another issuer', { issuer: `${issuer}/` }],
    ['the issuer of another workspace', { issuer: 'https://adb-2/oidc' }],
    ['no issuer', { scopes_supported: [] }],
    ['scopes that are none', { issuer, scopes_supported: 'all-apis' }],
    ['a long scope', { issuer, scopes_supported: ['x'.repeat(257)] }],
    ['many scopes', { issuer, scopes_supported: Array(1001).fill('x') }],
  ])('is not that of Databricks where it is %s', async (_, body) => {
    await expect(read(body, 203)).rejects.toMatchObject({
      kind: 'nonsense',
      status: 203,
    });
  });

  it('says nothing where the workspace is busy, down, or lets nobody in', async () => {
    const down = { status: 500, kind: 'unavailable' };
    await expect(read({ issuer }, 500)).rejects.toMatchObject(down);
    await expect(
      read({ issuer }, 429, { 'retry-after': '7' }),
    ).rejects.toMatchObject({
      status: 429,
      kind: 'throttled',
      retryAfterSeconds: 7,
    });
    const login = { location: 'https://x/private-link-validation-error' };
    await expect(read('', 300, login)).rejects.toMatchObject({
      status: 300,
      kind: 'refused',
      refusal: 'private_link',
    });
    // A good answer is no refusal, whatever it says
    expect(await read({ issuer }, 299, login)).toEqual({ scopes: undefined });
    expect(await read({ issuer }, 499)).toEqual({ scopes: undefined });
  });

  it('tells nothing of redirect URLs where the workspace refuses, or is none', async () => {
    const probe = (...answer: Parameters<typeof answering>) =>
      probeAuthorization(workspaceUrl, answering(...answer));
    const refused = { kind: 'refused', status: 403 };
    for (const body of [
      'Unauthorized network access to workspace: 1',
      { error_code: 'PERMISSION_DENIED', message: 'client not permitted' },
    ]) {
      await expect(probe(body, 403)).rejects.toMatchObject(refused);
    }
    const login = { location: 'https://x/private-link-validation-error' };
    await expect(probe('', 302, login)).rejects.toMatchObject({
      kind: 'refused',
      status: 302,
      refusal: 'private_link',
    });
    await expect(probe('not a member', 400)).rejects.toMatchObject({
      kind: 'refused',
      status: 400,
      refusal: 'not_a_member',
    });
    await expect(probe('<html>', 404)).rejects.toMatchObject({
      kind: 'nonsense',
      status: 404,
    });
    for (const status of [408, 425]) {
      await expect(probe('', status)).rejects.toMatchObject({
        kind: 'unavailable',
        status,
      });
    }
    expect(
      await probe({ error: 'invalid_request', error_description: 'x' }, 403),
    ).toBe('other');
    expect(await probe('<html>', 399)).toBeUndefined();
  });

  it('is not needed to ask what the browser would see', async () => {
    const url = `${workspaceUrl}/oidc/v1/authorize?client_id=x`;
    expect(await probeAuthorization(url, answering('', 302))).toBeUndefined();
    expect(calls).toEqual([[url, { method: 'GET' }]]);
    expect(
      await probeAuthorization(
        url,
        answering({ error_description: 'redirect_uri and client' }),
      ),
    ).toBeUndefined();
  });
});

function textOf(body: unknown): string {
  return typeof body === 'string' ? body : JSON.stringify(body);
}
