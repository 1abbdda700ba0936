import { signInAs } from '@backstage-databricks/databricks-simulator';
import { createHmac } from 'node:crypto';
import { signInSteps } from '../__testUtils__/signInSteps';
import {
  alice,
  StartedPlugin,
  startPlugin,
} from '../__testUtils__/startPlugin';

jest.setTimeout(60_000);

const CLIENT = {
  clientId: '11111111-2222-3333-4444-555555555555',
  clientSecret: 'app-connection-secret',
};
const SCOPES = ['openid', 'all-apis', 'offline_access'];

const encode = (value: object) =>
  Buffer.from(JSON.stringify(value)).toString('base64url');

describe('An ID token, where an admin asks for the scope openid', () => {
  let plugin: StartedPlugin;
  let steps: ReturnType<typeof signInSteps>;

  beforeAll(async () => {
    plugin = await startPlugin({
      configure: config => ({
        ...config,
        appConnections: { default: { ...CLIENT, scopes: SCOPES } },
      }),
    });
    steps = signInSteps(plugin);
  });

  beforeEach(async () => {
    await plugin.knex('sign_ins').delete();
    await plugin.knex('grants').delete();
  });

  afterEach(() => plugin.simulator.faults.clear());

  afterAll(async () => {
    await plugin.stop();
  });

  const claims = () => {
    const now = Math.floor(Date.now() / 1000);
    return {
      iss: `${plugin.simulator.url}/oidc`,
      aud: CLIENT.clientId,
      sub: 'canary-subject',
      iat: now,
      exp: now + 300,
    };
  };

  async function signIn(idToken?: unknown) {
    const started = await steps.start();
    const url = await signInAs(started.authorizationUrl, 'ada@example.com');
    if (idToken !== undefined) {
      plugin.simulator.faults.next('token', {
        kind: 'fields',
        fields: { id_token: idToken },
      });
    }
    return (await steps.callback(url, started.cookie)).status;
  }

  it('is used for nothing and not kept: who signed in, Databricks is asked', async () => {
    expect(await signIn()).toBe(200);
    // Not even the signature matters, since nothing is concluded from it
    const stranger = `${encode({ alg: 'RS256' })}.${encode(claims())}.c2ln`;
    expect(await signIn(stranger)).toBe(200);
    expect(await steps.connections(alice)).toMatchObject([
      {
        databricksUser: { userName: 'ada@example.com' },
        scopes: expect.arrayContaining(['openid', 'all-apis']),
      },
    ]);
    expect(JSON.stringify(await plugin.knex('grants'))).not.toMatch(
      /canary|id_token/,
    );
  });

  it.each<[string, object, object?]>([
    ['another audience', { aud: 'another-client' }],
    ['another issuer', { iss: 'https://evil.example.com/oidc' }],
    ['a nonce that nobody asked for', { nonce: 'x' }],
    ['an expiry in the past', { exp: 1 }],
    ['no signature', {}, { alg: 'none' }],
    ['a signature made with the client secret', {}, { alg: 'HS256' }],
  ])(
    'ends the sign-in with %s: nothing is stored',
    async (_, changes, header = { alg: 'RS256' }) => {
      const text = `${encode(header)}.${encode({ ...claims(), ...changes })}`;
      const signature = createHmac('sha256', CLIENT.clientSecret)
        .update(text)
        .digest('base64url');
      expect(await signIn(`${text}.${signature}`)).toBe(400);
      expect(await plugin.knex('grants')).toEqual([]);
    },
  );

  it.each([
    ['a number', 7],
    ['prose', 'canary'],
    ['null', null],
  ])('ends the sign-in when it is none: %s', async (_, idToken) => {
    expect(await signIn(idToken)).toBe(400);
    expect(await plugin.knex('grants')).toEqual([]);
  });
});
