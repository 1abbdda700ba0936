import { DatabricksCallErrorKind } from './DatabricksCallError';
import {
  CALLBACK,
  CANARIES,
  ECHO,
  errorOf,
  OAuthHarness,
  REDIRECT_URI,
  TOKENS,
} from './__testUtils__/OAuthHarness';

describe('OAuthClient', () => {
  let harness: OAuthHarness;

  beforeAll(async () => {
    harness = await OAuthHarness.start();
  });
  beforeEach(() => harness.standIn.forget());
  afterAll(() => harness.standIn.stop());

  it('asks for a code with exactly the parameters that are needed', async () => {
    const url = new URL(
      await harness.client.buildAuthorizationUrl({
        ...harness.oauthClient,
        redirectUri: REDIRECT_URI,
        state: CANARIES.state,
        codeVerifier: CANARIES.codeVerifier,
      }),
    );
    expect(url.origin + url.pathname).toBe(
      `${harness.standIn.url}/oidc/v1/authorize`,
    );
    expect([...url.searchParams].sort()).toEqual([
      ['client_id', '1b2c-3d4e'],
      ['code_challenge', 'E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM'],
      ['code_challenge_method', 'S256'],
      ['redirect_uri', REDIRECT_URI],
      ['response_type', 'code'],
      ['scope', 'all-apis offline_access'],
      ['state', CANARIES.state],
    ]);
  });

  it('sends no browser to a host that is not allowed', async () => {
    const error = await errorOf(
      harness.client.buildAuthorizationUrl({
        ...harness.oauthClient,
        workspaceUrl: 'https://evil.example.com',
        redirectUri: REDIRECT_URI,
        state: CANARIES.state,
        codeVerifier: CANARIES.codeVerifier,
      }),
    );
    expect(error.kind).toBe('not_sent');
  });

  it('redeems a code with verifier and secret in the body', async () => {
    harness.standIn.answer(200, TOKENS);
    await expect(
      harness.exchange({
        ...CALLBACK,
        iss: `${harness.standIn.url}/oidc`,
        o: '1',
      }),
    ).resolves.toEqual({
      accessToken: CANARIES.accessToken,
      expiresInSeconds: 3600,
      scopes: ['all-apis', 'offline_access'],
      refreshToken: CANARIES.newRefreshToken,
    });
    expect(harness.standIn.requests).toHaveLength(1);
    expect(harness.standIn.requests[0]).toMatchObject({
      method: 'POST',
      path: '/oidc/v1/token',
    });
    expect(harness.standIn.requests[0].headers.authorization).toBeUndefined();
    expect(harness.sentForm).toEqual({
      grant_type: 'authorization_code',
      code: CANARIES.code,
      code_verifier: CANARIES.codeVerifier,
      redirect_uri: REDIRECT_URI,
      client_id: '1b2c-3d4e',
      client_secret: CANARIES.clientSecret,
    });
  });

  it('redeems a code as a public client', async () => {
    harness.standIn.answer(200, TOKENS);
    await harness.client.exchangeAuthorizationCode({
      ...harness.oauthClient,
      clientSecret: undefined,
      redirectUri: REDIRECT_URI,
      callbackParameters: new URLSearchParams(CALLBACK),
      codeVerifier: CANARIES.codeVerifier,
    });
    expect(harness.sentForm).not.toHaveProperty('client_secret');
    expect(harness.sentForm).toHaveProperty('code_verifier');
  });

  it('refreshes, and says whether a new refresh token came', async () => {
    harness.standIn.answer(200, TOKENS);
    await expect(harness.run('refresh')).resolves.toMatchObject({
      refreshToken: CANARIES.newRefreshToken,
    });
    expect(harness.sentForm).toEqual({
      grant_type: 'refresh_token',
      refresh_token: CANARIES.refreshToken,
      client_id: '1b2c-3d4e',
      client_secret: CANARIES.clientSecret,
    });
    harness.standIn.answer(200, { ...TOKENS, refresh_token: undefined });
    await expect(harness.run('refresh')).resolves.toMatchObject({
      refreshToken: undefined,
    });
  });

  it('gets a token for a service principal', async () => {
    harness.standIn.answer(200, { ...TOKENS, refresh_token: undefined });
    await harness.run('clientCredentials');
    expect(harness.sentForm).toEqual({
      grant_type: 'client_credentials',
      scope: 'all-apis offline_access',
      client_id: '1b2c-3d4e',
      client_secret: CANARIES.clientSecret,
    });
  });

  it.each<[string, Record<string, string> | string, DatabricksCallErrorKind]>([
    ['no code', { state: CANARIES.state }, 'authorization_invalid'],
    ['nothing', {}, 'authorization_invalid'],
    [
      'two codes',
      `code=a&code=b&state=${CANARIES.state}`,
      'authorization_invalid',
    ],
    [
      'another issuer',
      { ...CALLBACK, iss: 'https://evil.example.com/oidc' },
      'authorization_invalid',
    ],
    [
      'the issuer of an account',
      {
        ...CALLBACK,
        iss: 'https://accounts.cloud.databricks.com/oidc/accounts/1',
      },
      'authorization_invalid',
    ],
    [
      'an implicit token',
      { ...CALLBACK, access_token: 'x', id_token: 'y' },
      'authorization_invalid',
    ],
    [
      'access_denied',
      {
        error: 'access_denied',
        error_description: ECHO,
        state: CANARIES.state,
      },
      'access_denied',
    ],
    [
      'scopes that are not assigned',
      {
        error: 'access_denied',
        error_description: "Scopes 'sql' are not assigned to the client",
        state: CANARIES.state,
      },
      'scopes_rejected',
    ],
    [
      'invalid_scope',
      { error: 'invalid_scope', state: CANARIES.state },
      'scopes_rejected',
    ],
    [
      'unauthorized_client',
      { error: 'unauthorized_client', state: CANARIES.state },
      'client_rejected',
    ],
    [
      'server_error',
      { error: 'server_error', state: CANARIES.state },
      'unavailable',
    ],
    [
      'an unknown error',
      { error: '<script>', error_description: ECHO, state: CANARIES.state },
      'authorization_invalid',
    ],
  ])(
    'refuses a callback with %s and sends nothing',
    async (_, callback, kind) => {
      harness.standIn.answer(200, TOKENS);
      expect((await errorOf(harness.exchange(callback))).kind).toBe(kind);
      expect(harness.standIn.requests).toEqual([]);
    },
  );

  it('never redeems a code without a verifier', async () => {
    harness.standIn.answer(200, TOKENS);
    const error = await errorOf(
      harness.exchange(CALLBACK, { codeVerifier: '' }),
    );
    expect(error.kind).toBe('authorization_invalid');
    expect(harness.standIn.requests).toEqual([]);
  });

  it('sends secrets only where the rules allow it', async () => {
    for (const workspaceUrl of [
      'https://evil.example.com',
      'https://accounts.cloud.databricks.com',
      'http://10.0.0.5',
    ]) {
      const error = await errorOf(
        harness.client.requestClientCredentials({
          ...harness.oauthClient,
          workspaceUrl,
        }),
      );
      expect(error.kind).toBe('not_sent');
    }
  });
});
