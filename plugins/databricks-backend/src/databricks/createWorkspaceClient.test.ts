import {
  Fault,
  signInAs,
  Simulator,
  SimulatorOptions,
  startSimulator,
} from '@backstage-databricks/databricks-simulator';
import { randomBytes } from 'node:crypto';
import { expectNoLeak } from './__testUtils__/expectNoLeak';
import {
  DatabricksCallError,
  DatabricksCallErrorKind,
} from './DatabricksCallError';
import { createWorkspaceClient } from './createWorkspaceClient';

const REDIRECT_URI = 'http://localhost:7007/api/databricks/oauthredirect';
const CONFIDENTIAL = {
  clientId: '11111111-2222-3333-4444-555555555555',
  clientSecret: 'canary-client-secret',
};
const PUBLIC = { clientId: '66666666-7777-8888-9999-000000000000' };
const PRINCIPAL = {
  clientId: 'aaaaaaaa-bbbb-cccc-dddd-eeeeeeeeeeee',
  clientSecret: 'canary-principal-secret',
};
/** As much as is read of a body. */
const TOO_LARGE = 'x'.repeat(64 * 1024);
const SCOPES = ['all-apis', 'offline_access'];

type Client = { clientId: string; clientSecret?: string };

describe('createDatabricksClient', () => {
  const started: Simulator[] = [];
  const databricks = createWorkspaceClient(() => ({
    allowedHosts: [],
    allowPrivateNetwork: false,
    production: false,
  }));

  async function start(options: SimulatorOptions = {}): Promise<Simulator> {
    const simulator = await startSimulator({
      clients: [CONFIDENTIAL, PUBLIC].map(client => ({
        ...client,
        redirectUris: [REDIRECT_URI],
      })),
      servicePrincipals: [PRINCIPAL],
      people: [
        { userName: 'ada@example.com', displayName: 'Ada Lovelace' },
        { userName: 'eve@example.com', displayName: 'Eve', denied: true },
      ],
      ...options,
    });
    started.push(simulator);
    return simulator;
  }

  afterEach(async () => {
    await Promise.all(started.splice(0).map(simulator => simulator.stop()));
  });

  /** Everything up to the callback. */
  async function authorize(
    { url }: Simulator,
    client: Client,
    person?: { userName?: string; deny?: boolean },
  ) {
    const request = {
      ...client,
      workspaceUrl: url,
      redirectUri: REDIRECT_URI,
      scopes: SCOPES,
      state: randomBytes(32).toString('base64url'),
      codeVerifier: randomBytes(32).toString('base64url'),
    };
    const callback = await signInAs(
      await databricks.buildAuthorizationUrl(request),
      person?.userName,
      person,
    );
    return { ...request, callbackParameters: new URL(callback).searchParams };
  }

  const signIn = async (simulator: Simulator, client: Client = CONFIDENTIAL) =>
    databricks.exchangeAuthorizationCode(await authorize(simulator, client));

  const refresh = (
    { url }: Simulator,
    refreshToken: string | undefined,
    client: Client = CONFIDENTIAL,
  ) =>
    databricks.refreshAccessToken({
      ...client,
      workspaceUrl: url,
      refreshToken: refreshToken ?? '',
      scopes: SCOPES,
    });

  const principalToken = (
    simulator: Simulator,
    changes: Partial<Client> = {},
  ) =>
    databricks.requestClientCredentials({
      ...PRINCIPAL,
      ...changes,
      workspaceUrl: simulator.url,
      scopes: ['all-apis'],
    });

  async function errorOf(
    call: Promise<unknown>,
    secrets: string[] = [],
  ): Promise<DatabricksCallError> {
    const error = await call.then(
      () => undefined,
      thrown => thrown,
    );
    expect(error).toBeInstanceOf(DatabricksCallError);
    expectNoLeak(error, [
      CONFIDENTIAL.clientSecret,
      PRINCIPAL.clientSecret,
      ...secrets,
    ]);
    return error;
  }

  it.each([
    ['confidential', CONFIDENTIAL],
    ['public', PUBLIC],
  ])(
    'signs a person in and stays signed in, as a %s client',
    async (_, client) => {
      const simulator = await start({ callbackIssuer: true });
      const tokens = await signIn(simulator, client);
      expect(tokens).toMatchObject({ expiresInSeconds: 3600, scopes: SCOPES });
      await expect(
        databricks.getCurrentUser({ ...tokens, workspaceUrl: simulator.url }),
      ).resolves.toEqual({
        id: expect.stringMatching(/^\d+$/),
        userName: 'ada@example.com',
        displayName: 'Ada Lovelace',
      });

      const renewed = await refresh(simulator, tokens.refreshToken, client);
      expect(renewed.accessToken).not.toBe(tokens.accessToken);
    },
  );

  it('tells a declined sign-in from a policy that forbids it from a replay', async () => {
    const simulator = await start();
    for (const person of [{ deny: true }, { userName: 'eve@example.com' }]) {
      const declined = await authorize(simulator, CONFIDENTIAL, person);
      const { kind } = await errorOf(
        databricks.exchangeAuthorizationCode(declined),
      );
      expect(kind).toBe('access_denied');
    }
    expect(simulator.calls.token).toBe(0);

    const used = await authorize(simulator, CONFIDENTIAL);
    await databricks.exchangeAuthorizationCode(used);
    const replay = await errorOf(databricks.exchangeAuthorizationCode(used), [
      used.callbackParameters.get('code') ?? '',
      used.codeVerifier,
    ]);
    expect(replay.kind).toBe('authorization_invalid');
  });

  it('is refused with the verifier of another sign-in, with a wrong secret and with a forged issuer', async () => {
    const simulator = await start();
    const codeVerifier = randomBytes(32).toString('base64url');
    const other = {
      ...(await authorize(simulator, CONFIDENTIAL)),
      codeVerifier,
    };
    expect(
      (await errorOf(databricks.exchangeAuthorizationCode(other))).kind,
    ).toBe('authorization_invalid');

    const wrong = {
      ...(await authorize(simulator, CONFIDENTIAL)),
      clientSecret: 'canary-wrong',
    };
    expect(
      (
        await errorOf(databricks.exchangeAuthorizationCode(wrong), [
          'canary-wrong',
        ])
      ).kind,
    ).toBe('client_rejected');

    const calls = simulator.calls.token;
    simulator.faults.next('authorize', {
      kind: 'callback',
      parameters: { iss: 'https://evil.example.com/oidc' },
    });
    const forged = await authorize(simulator, CONFIDENTIAL);
    expect(
      (await errorOf(databricks.exchangeAuthorizationCode(forged))).kind,
    ).toBe('authorization_invalid');
    expect(simulator.calls.token).toBe(calls);
  });

  it.each([400, 401] as const)(
    'knows a dead refresh token that is answered with %i',
    async invalidRefreshTokenStatus => {
      const simulator = await start({
        refreshTokens: 'singleUse',
        invalidRefreshTokenStatus,
      });
      const { refreshToken = '' } = await signIn(simulator);
      const next = await refresh(simulator, refreshToken);
      expect(next.refreshToken).not.toBe(refreshToken);
      expect(
        await errorOf(refresh(simulator, refreshToken), [refreshToken]),
      ).toMatchObject({
        kind: 'refresh_token_invalid',
        status: invalidRefreshTokenStatus,
      });
      // Using it again has ended the whole family.
      expect((await errorOf(refresh(simulator, next.refreshToken))).kind).toBe(
        'refresh_token_invalid',
      );
    },
  );

  it('gets tokens for a service principal, unless its secret or its scopes are wrong', async () => {
    const simulator = await start();
    const tokens = await principalToken(simulator);
    expect(tokens).toMatchObject({ scopes: ['all-apis'] });
    expect(tokens.refreshToken).toBeUndefined();
    await expect(
      databricks.getCurrentUser({ ...tokens, workspaceUrl: simulator.url }),
    ).resolves.toMatchObject({ userName: PRINCIPAL.clientId });

    const wrong = principalToken(simulator, { clientSecret: 'canary-wrong' });
    expect((await errorOf(wrong, ['canary-wrong'])).kind).toBe(
      'client_rejected',
    );

    const narrow = await start({
      servicePrincipals: [{ ...PRINCIPAL, scopes: ['sql'] }],
    });
    expect((await errorOf(principalToken(narrow))).kind).toBe(
      'scopes_rejected',
    );
  });

  it('asks for compute, and knows a token that has expired', async () => {
    const simulator = await start();
    const { accessToken } = await principalToken(simulator);
    const caller = { accessToken, workspaceUrl: simulator.url };
    await expect(
      databricks.getWarehouse({ ...caller, id: 'abc123' }),
    ).resolves.toEqual({
      name: 'Warehouse abc123',
      state: 'STOPPED',
      size: 'Small',
    });
    await expect(
      databricks.getCluster({ ...caller, id: '0123-456789-abc' }),
    ).resolves.toMatchObject({ state: 'TERMINATED' });
    for (const call of [databricks.getWarehouse, databricks.getCluster]) {
      const { kind } = await errorOf(call({ ...caller, id: 'missing-1' }));
      expect(kind).toBe('not_found');
    }

    simulator.expireAccessTokens();
    const { kind } = await errorOf(databricks.getCurrentUser(caller), [
      accessToken,
    ]);
    expect(kind).toBe('token_rejected');
  });

  it.each<[Fault, DatabricksCallErrorKind]>([
    [{ kind: 'status', status: 500, body: '<html>' }, 'unavailable'],
    [{ kind: 'status', status: 502, body: '<html>' }, 'unavailable'],
    [{ kind: 'status', status: 429, body: '' }, 'throttled'],
    [{ kind: 'status', status: 200, body: '<html>' }, 'nonsense'],
    [{ kind: 'status', status: 302, headers: { location: '/' } }, 'nonsense'],
    [{ kind: 'truncate' }, 'nonsense'],
    [{ kind: 'fields', fields: { padding: TOO_LARGE } }, 'nonsense'],
    [{ kind: 'fields', fields: { token_type: 'mac' } }, 'nonsense'],
    [{ kind: 'fields', fields: { expires_in: -1 } }, 'nonsense'],
    [{ kind: 'fields', fields: { access_token: '' } }, 'nonsense'],
    [{ kind: 'drop', when: 'beforeProcessing' }, 'outcome_unknown'],
    [{ kind: 'drop', when: 'afterProcessing' }, 'outcome_unknown'],
    [{ kind: 'drop', when: 'duringBody' }, 'outcome_unknown'],
  ])('survives a fault at the token endpoint (row %#)', async (fault, kind) => {
    const simulator = await start();
    const { refreshToken = '' } = await signIn(simulator);

    simulator.faults.next('token', fault);
    const failed = await errorOf(refresh(simulator, refreshToken), [
      refreshToken,
    ]);
    expect(failed.kind).toBe(kind);
    simulator.faults.next('token', fault);
    expect((await errorOf(principalToken(simulator))).kind).toBe(kind);
    const authorized = await authorize(simulator, CONFIDENTIAL);
    simulator.faults.next('token', fault);
    const exchange = databricks.exchangeAuthorizationCode(authorized);
    expect((await errorOf(exchange, [authorized.codeVerifier])).kind).toBe(
      kind,
    );

    await expect(refresh(simulator, refreshToken)).resolves.toBeDefined();
  });

  it('knows that nothing was sent to a workspace that is down', async () => {
    const simulator = await start();
    await simulator.stop();
    expect((await errorOf(refresh(simulator, 'x'))).kind).toBe('not_sent');
  });
});
