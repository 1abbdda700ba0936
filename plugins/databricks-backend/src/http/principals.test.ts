import {
  Simulator,
  startSimulator,
} from '@backstage-databricks/databricks-simulator';
import { databricksConfig } from '../__testUtils__/startPlugin';
import {
  RealBackend,
  startRealBackend,
} from '../__testUtils__/startRealBackend';

jest.setTimeout(60_000);

const ALICE = 'user:default/alice';
const EXTERNAL_TOKEN = 'static-token-of-an-external-caller';
const ID = '00000000-0000-4000-8000-000000000000';

/** Everything that needs a user. */
const ROUTES: [method: string, path: string, body?: object][] = [
  ['GET', '/fabrics'],
  ['GET', '/fabrics/analytics-dev'],
  ['POST', '/fabrics/analytics-dev/test', {}],
  ['POST', '/sign-ins', { fabric: 'analytics-dev' }],
  ['GET', `/sign-ins/${ID}`],
  ['GET', '/connections'],
  ['DELETE', `/connections/${ID}`],
];

type Headers = Record<string, string>;

async function send(
  real: RealBackend,
  [method, path, body]: (typeof ROUTES)[number],
  headers: Headers,
) {
  return fetch(`${real.url}/api/databricks${path}`, {
    method,
    headers: {
      ...headers,
      ...(body ? { 'Content-Type': 'application/json' } : {}),
    },
    body: body && JSON.stringify(body),
  });
}

describe('With Backstage’s own authentication', () => {
  let simulator: Simulator;
  let real: RealBackend;

  beforeAll(async () => {
    simulator = await startSimulator();
    real = await startRealBackend({
      config: {
        databricks: databricksConfig(simulator.url),
        backend: {
          auth: {
            externalAccess: [
              {
                type: 'static',
                options: { token: EXTERNAL_TOKEN, subject: 'ci' },
              },
            ],
          },
        },
      },
      consumers: ['reports'],
    });
  });

  afterAll(async () => {
    await real.stop();
    await simulator.stop();
  });

  const bearer = (token: string): Headers => ({
    Authorization: `Bearer ${token}`,
  });

  async function forwarded(query: string): Promise<Headers> {
    const answer = await fetch(`${real.url}/api/reports/forward${query}`, {
      method: 'POST',
      headers: bearer(await real.tokenOf(ALICE)),
    });
    return bearer((await answer.json()).token);
  }

  async function limitedUserToken(): Promise<string> {
    const answer = await fetch(
      `${real.url}/api/databricks/.backstage/auth/v1/cookie`,
      { headers: bearer(await real.tokenOf(ALICE)) },
    );
    return answer.headers.getSetCookie()[0].split(';')[0].split('=')[1];
  }

  it.each<[string, number, () => Promise<Headers>]>([
    ['nobody', 401, async () => ({})],
    ['a forged token', 401, async () => bearer('e30.e30.e30')],
    [
      'the limited token of a user',
      401,
      async () => bearer(await limitedUserToken()),
    ],
    [
      'the limited token of a user as a cookie',
      401,
      async () => ({ cookie: `backstage-auth=${await limitedUserToken()}` }),
    ],
    [
      'a token for another plugin',
      401,
      () => forwarded('?as=itself&to=catalog'),
    ],
    ['another plugin', 403, () => forwarded('?as=itself')],
    ['another plugin on behalf of a user', 403, () => forwarded('')],
    ['an external caller', 403, async () => bearer(EXTERNAL_TOKEN)],
  ])('%s is refused everywhere with %i', async (_, status, headersOf) => {
    const headers = await headersOf();
    for (const route of ROUTES) {
      const answer = await send(real, route, headers);
      expect([route, answer.status]).toEqual([route, status]);
      expect(answer.headers.get('set-cookie')).toBeNull();
    }
  });

  it('a user is served', async () => {
    const headers = bearer(await real.tokenOf(ALICE));
    const statuses = [];
    for (const route of ROUTES) {
      statuses.push((await send(real, route, headers)).status);
    }
    expect(statuses).toEqual([200, 200, 200, 201, 404, 200, 404]);
  });

  it('a page of another origin cannot read an answer, nor keep its cookie', async () => {
    const headers = bearer(await real.tokenOf(ALICE));
    for (const [Origin, allowed] of [
      ['http://localhost:3000', 'http://localhost:3000'],
      ['https://evil.example.com', null],
      ['http://localhost:3000.evil.example.com', null],
      ['null', null],
    ] as const) {
      const answer = await send(real, ROUTES[3], { ...headers, Origin });
      expect(answer.headers.get('access-control-allow-origin')).not.toBe('*');
      expect([
        Origin,
        answer.headers.get('access-control-allow-origin') === Origin,
      ]).toEqual([Origin, allowed !== null]);
    }
  });

  it('a method cannot be replaced by a header', async () => {
    const headers = bearer(await real.tokenOf(ALICE));
    const answer = await send(real, ['GET', `/connections/${ID}`], {
      ...headers,
      'X-HTTP-Method-Override': 'DELETE',
    });
    expect(answer.status).toBe(405);
  });
});

describe('With Backstage’s default policy switched off', () => {
  let simulator: Simulator;
  let real: RealBackend;

  beforeAll(async () => {
    simulator = await startSimulator();
    real = await startRealBackend({
      config: {
        databricks: databricksConfig(simulator.url),
        backend: { auth: { dangerouslyDisableDefaultAuthPolicy: true } },
      },
    });
  });

  afterAll(async () => {
    await real.stop();
    await simulator.stop();
  });

  it('nobody gets in all the same', async () => {
    const tokens: (typeof ROUTES)[number] = [
      'POST',
      '/tokens',
      { fabric: 'analytics-dev', purpose: 'interactive' },
    ];
    for (const route of [...ROUTES, tokens]) {
      const answer = await send(real, route, {});
      expect([route, answer.status]).toEqual([route, 401]);
      expect(await answer.json()).toEqual({
        error: {
          name: 'AuthenticationError',
          message: 'Sign in to the portal first.',
          code: 'not_allowed',
        },
        response: { statusCode: 401 },
      });
    }
  });
});
