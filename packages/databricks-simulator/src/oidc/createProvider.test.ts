import { Simulator } from '../Simulator';
import { SimulatorOptions } from '../SimulatorOptions';
import { startSimulator } from '../startSimulator';
import {
  CONFIDENTIAL,
  createTestClient,
  getWith,
  PUBLIC,
  ROBOT,
} from '../__testUtils__/createTestClient';

const started: Simulator[] = [];

afterEach(async () => {
  await Promise.all(started.splice(0).map(it => it.stop()));
});

async function start(options: SimulatorOptions = {}): Promise<Simulator> {
  const simulator = await startSimulator({
    clients: [CONFIDENTIAL, PUBLIC],
    servicePrincipals: [
      ROBOT,
      { ...ROBOT, clientId: 'narrow-robot', scopes: ['sql', 'jobs'] },
    ],
    ...options,
  });
  started.push(simulator);
  return simulator;
}

const DEAD = {
  status: 400,
  error: 'invalid_request',
  error_description: 'Refresh token is invalid',
};

describe('Multi-use refresh tokens', () => {
  it.each([
    ['confidential', CONFIDENTIAL],
    ['public', PUBLIC],
  ])('stay the same for a %s client', async (_, app) => {
    const client = await createTestClient(await start(), app);
    const first = await client.connect();
    const second = await client.refresh(first.refresh_token!);
    const third = await client.refresh(first.refresh_token!);
    expect(second.refresh_token).toBe(first.refresh_token);
    expect(third).toMatchObject({
      refresh_token: first.refresh_token,
      token_type: 'bearer',
      expires_in: 3600,
      scope: 'all-apis offline_access',
    });
    expect(
      new Set([first, second, third].map(it => it.access_token)).size,
    ).toBe(3);
  });

  it('are dead when revoked, unknown or of another client', async () => {
    const simulator = await start();
    const client = await createTestClient(simulator, CONFIDENTIAL);
    const other = await createTestClient(simulator, PUBLIC);
    const { refresh_token: refreshToken } = await client.connect();
    expect(simulator.tokens.refreshTokens).toEqual([
      {
        token: refreshToken,
        userName: 'ada@example.com',
        clientId: CONFIDENTIAL.clientId,
      },
    ]);
    await expect(other.refresh(refreshToken!)).rejects.toMatchObject(DEAD);
    await expect(client.refresh('doau-unknown')).rejects.toMatchObject(DEAD);
    await client.refresh(refreshToken!);
    simulator.revokeRefreshTokens();
    expect(simulator.tokens.refreshTokens).toEqual([]);
    await expect(client.refresh(refreshToken!)).rejects.toMatchObject(DEAD);
  });

  it('end with their lifetime, and with the session', async () => {
    for (const options of [
      { refreshTokenLifetimeSeconds: 1 },
      { sessionLifetimeSeconds: 1 },
    ]) {
      const simulator = await start(options);
      const client = await createTestClient(simulator, CONFIDENTIAL);
      const { refresh_token: refreshToken } = await client.connect();
      await eventually(() => simulator.tokens.refreshTokens.length === 0);
      await expect(client.refresh(refreshToken!)).rejects.toMatchObject(DEAD);
    }
  });

  it('may answer 401 with a challenge when dead', async () => {
    const simulator = await start({ invalidRefreshTokenStatus: 401 });
    const response = await fetch(`${simulator.url}/oidc/v1/token`, {
      method: 'POST',
      body: new URLSearchParams({
        grant_type: 'refresh_token',
        refresh_token: 'doau-unknown',
        client_id: PUBLIC.clientId,
      }),
    });
    expect(response.status).toBe(401);
    expect(response.headers.get('www-authenticate')).toMatch(/^Bearer /);
    expect(await response.json()).toEqual({
      error: 'invalid_request',
      error_description: 'Refresh token is invalid',
    });
  });
});

describe('Single-use refresh tokens', () => {
  it('are replaced, and kill the family when one is used again', async () => {
    const simulator = await start({ refreshTokens: 'singleUse' });
    const client = await createTestClient(simulator, CONFIDENTIAL);
    const elsewhere = await client.connect('grace@example.com');
    const first = await client.connect();
    const second = await client.refresh(first.refresh_token!);
    const third = await client.refresh(second.refresh_token!);
    expect(
      new Set([first, second, third].map(it => it.refresh_token)).size,
    ).toBe(3);

    await expect(client.refresh(first.refresh_token!)).rejects.toMatchObject(
      DEAD,
    );
    await expect(client.refresh(third.refresh_token!)).rejects.toMatchObject(
      DEAD,
    );
    await client.refresh(elsewhere.refresh_token!);
  });

  it('serve one of many at the same time, and then nobody', async () => {
    const simulator = await start({ refreshTokens: 'singleUse' });
    const client = await createTestClient(simulator, PUBLIC);
    const { refresh_token: refreshToken } = await client.connect();
    simulator.faults.next('token', { kind: 'delay', delayMs: 200 }, 8);
    const results = await Promise.allSettled(
      Array.from({ length: 8 }, () => client.refresh(refreshToken!)),
    );
    const [served, ...more] = results.flatMap(it =>
      it.status === 'fulfilled' ? [it.value] : [],
    );
    expect(more).toEqual([]);
    await expect(client.refresh(served.refresh_token!)).rejects.toMatchObject(
      DEAD,
    );
    expect(simulator.tokens.refreshTokens).toEqual([]);
  });
});

describe('Client credentials', () => {
  it('give a service principal a token, and no refresh token', async () => {
    const simulator = await start();
    const robot = await createTestClient(simulator, ROBOT);
    expect(await robot.clientCredentials('all-apis')).toEqual({
      access_token: expect.stringMatching(/^eyJ/),
      token_type: 'bearer',
      expires_in: 3600,
      scope: 'all-apis',
    });
    expect((await robot.clientCredentials()).scope).toBe('all-apis');
  });

  it('are refused for scopes that are not assigned', async () => {
    const simulator = await start();
    const narrow = await createTestClient(simulator, {
      ...ROBOT,
      clientId: 'narrow-robot',
    });
    expect((await narrow.clientCredentials('sql')).scope).toBe('sql');
    expect((await narrow.clientCredentials()).scope).toBe('sql jobs');
    const before = simulator.tokens.accessTokens.length;
    await expect(narrow.clientCredentials('all-apis')).rejects.toMatchObject({
      status: 400,
      error: 'access_denied',
      error_description:
        "Scopes 'all-apis' are not assigned to the client narrow-robot",
    });
    expect(simulator.tokens.accessTokens).toHaveLength(before);
  });

  it('are not for app connections, nor the code flow for service principals', async () => {
    const simulator = await start();
    const app = await createTestClient(simulator, CONFIDENTIAL);
    await expect(app.clientCredentials('all-apis')).rejects.toMatchObject({
      status: 400,
    });
    const robot = await createTestClient(simulator, ROBOT);
    const callback = await app.signIn();
    await expect(robot.exchange(callback)).rejects.toMatchObject({
      status: 400,
    });
  });
});

describe('Client authentication', () => {
  const INVALID_CLIENT = {
    status: 401,
    error: 'invalid_client',
    error_description: 'Client authentication failed',
  };

  it.each([
    ['a wrong secret', { ...ROBOT, clientSecret: 'wrong' }],
    ['an unknown client', { ...ROBOT, clientId: 'nobody' }],
    ['no secret', { clientId: ROBOT.clientId }],
    ['a secret of a public client', { ...PUBLIC, clientSecret: 'any' }],
  ])('refuses %s', async (_, app) => {
    const client = await createTestClient(await start(), app);
    await expect(client.clientCredentials('all-apis')).rejects.toMatchObject(
      INVALID_CLIENT,
    );
  });

  it('refuses a confidential client without its secret, and does not spend the code', async () => {
    const simulator = await start();
    const client = await createTestClient(simulator, CONFIDENTIAL);
    const withoutSecret = await createTestClient(simulator, {
      clientId: CONFIDENTIAL.clientId,
    });
    const callback = await client.signIn();
    await expect(
      withoutSecret.exchange(callback, client.codeVerifier),
    ).rejects.toMatchObject(INVALID_CLIENT);
    await client.exchange(callback);
  });

  it('takes the secret in the header, too', async () => {
    const { url } = await start();
    const ask = (secret: string) =>
      fetch(`${url}/oidc/v1/token`, {
        method: 'POST',
        headers: { authorization: `Basic ${btoa(`robot:${secret}`)}` },
        body: new URLSearchParams({
          grant_type: 'client_credentials',
          scope: 'all-apis',
        }),
      });
    expect((await ask(ROBOT.clientSecret)).status).toBe(200);
    const refused = await ask('wrong');
    expect(refused.status).toBe(401);
    expect((await refused.json()).error).toBe('invalid_client');
  });

  it('notices a new secret at once, and a removed client', async () => {
    const simulator = await start();
    const client = await createTestClient(simulator, CONFIDENTIAL);
    const { refresh_token: refreshToken } = await client.connect();
    const replaced = { ...CONFIDENTIAL, clientSecret: 'another-secret' };
    simulator.account.addAppConnection(replaced);
    await expect(client.refresh(refreshToken!)).rejects.toMatchObject(
      INVALID_CLIENT,
    );
    const knowing = await createTestClient(simulator, replaced);
    await knowing.refresh(refreshToken!);
    simulator.account.removeAppConnection(CONFIDENTIAL.clientId);
    await expect(knowing.refresh(refreshToken!)).rejects.toMatchObject(
      INVALID_CLIENT,
    );
  });
});

it('says how long an access token lives, and means it', async () => {
  const simulator = await start({ accessTokenLifetimeSeconds: 1 });
  const robot = await createTestClient(simulator, ROBOT);
  const { access_token: accessToken, expires_in: expiresIn } =
    await robot.clientCredentials('all-apis');
  expect(expiresIn).toBe(1);
  const me = () =>
    getWith(accessToken, `${simulator.url}/api/2.0/preview/scim/v2/Me`);
  expect((await me()).status).toBe(200);
  await eventually(async () => (await me()).status === 403);
});

/** Within five seconds. */
async function eventually(
  holds: () => boolean | Promise<boolean>,
): Promise<void> {
  const deadline = performance.now() + 5_000;
  while (!(await holds())) {
    if (performance.now() > deadline) {
      throw new Error('It did not happen within 5 s');
    }
    await new Promise(resolve => setTimeout(resolve, 20));
  }
}
