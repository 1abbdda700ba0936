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
const BOB = 'user:default/bob';
const MALLORY = 'user:default/mallory';
const EXTERNAL_TOKEN = 'static-token-of-an-external-caller';
const PLUGIN_LIKE_TOKEN = 'static-token-with-the-subject-of-a-plugin';
const ID = '00000000-0000-4000-8000-000000000000';

/** Everything that needs a user. */
const ROUTES: [method: string, path: string, body?: object][] = [
  ['GET', '/fabrics'],
  ['GET', '/fabrics/analytics-dev'],
  ['GET', '/fabrics/analytics-dev/compute'],
  ['POST', '/fabrics/analytics-dev/test', {}],
  ['POST', '/sign-ins', { fabric: 'analytics-dev' }],
  ['GET', `/sign-ins/${ID}`],
  ['DELETE', `/sign-ins/${ID}`],
  ['GET', '/connections'],
  ['DELETE', `/connections/${ID}`],
  ['POST', `/connections/${ID}/test`],
];

/** Everything that needs an admin, and what one gets for the same request. */
const ADMIN_ROUTES: [...(typeof ROUTES)[number], asAdmin?: number][] = [
  ['GET', '/settings', undefined, 200],
  ['PUT', '/app-connections/new', {}, 400],
  ['DELETE', '/app-connections/default', undefined, 409],
  ['POST', '/app-connections/default/test', {}, 400],
  ['PUT', '/fabrics/new', {}, 400],
  ['DELETE', '/fabrics/operations', undefined, 409],
  ['PUT', '/fabrics/operations/service-principal', {}, 400],
  ['DELETE', '/fabrics/operations/service-principal', undefined, 409],
  [
    'GET',
    '/compute-options?workspaceUrl=https://dbc-1.cloud.databricks.com',
    undefined,
    409,
  ],
  ['GET', '/admin/connections', undefined, 200],
  ['DELETE', '/admin/connections?user=user:default/nobody', undefined, 200],
  ['DELETE', '/admin/connections?appConnection=unused', undefined, 200],
  ['DELETE', `/admin/connections/${ID}`, undefined, 404],
  ['POST', '/encryption/rotate', undefined, 202],
  ['POST', '/checks', undefined, 202],
  ['PUT', '/pause', { paused: false }, 200],
];

type Headers = Record<string, string>;

async function send(
  real: RealBackend,
  [method, path, body]: [...(typeof ROUTES)[number], asAdmin?: number],
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
    simulator = await startSimulator({
      servicePrincipals: [
        { clientId: 'sp-nightly', clientSecret: 'sp-nightly-secret' },
      ],
    });
    real = await startRealBackend({
      config: {
        databricks: {
          ...databricksConfig(simulator.url),
          consumers: {
            reports: { user: true, servicePrincipalOf: ['nightly'] },
          },
        },
        backend: {
          auth: {
            externalAccess: [
              {
                type: 'static',
                options: { token: EXTERNAL_TOKEN, subject: 'ci' },
              },
              {
                type: 'static',
                options: {
                  token: PLUGIN_LIKE_TOKEN,
                  subject: 'plugin:reports',
                },
              },
            ],
          },
        },
      },
      consumers: ['reports', 'stranger'],
    });
  });

  afterAll(async () => {
    await real.stop();
    await simulator.stop();
  });

  const bearer = (token: string): Headers => ({
    Authorization: `Bearer ${token}`,
  });

  async function forwarded(
    query: string,
    { user = ALICE, plugin = 'reports' } = {},
  ): Promise<Headers> {
    const answer = await fetch(`${real.url}/api/${plugin}/forward${query}`, {
      method: 'POST',
      headers: bearer(await real.tokenOf(user)),
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
    [
      'another plugin on behalf of an admin',
      403,
      () => forwarded('', { user: BOB }),
    ],
    ['an external caller', 403, async () => bearer(EXTERNAL_TOKEN)],
  ])('%s is refused everywhere with %i', async (_, status, headersOf) => {
    const headers = await headersOf();
    for (const route of [...ROUTES, ...ADMIN_ROUTES]) {
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
    expect(statuses).toEqual([
      200, 200, 200, 200, 201, 404, 404, 200, 404, 404,
    ]);
  });

  it('an admin is served, and a user is not', async () => {
    const admin = bearer(await real.tokenOf(BOB));
    const user = bearer(await real.tokenOf(MALLORY));
    for (const route of ADMIN_ROUTES) {
      const served = await send(real, route, admin);
      expect([route, served.status]).toEqual([route, route[3]]);
      const refused = await send(real, route, user);
      expect([route, [403, 404].includes(refused.status)]).toEqual([
        route,
        true,
      ]);
    }
  });

  const ask = (fabric: string, purpose: string): (typeof ROUTES)[number] => [
    'POST',
    '/tokens',
    { fabric, purpose },
  ];
  const NIGHTLY = ask('nightly', 'automation');

  it.each<[string, number, () => Promise<Headers>]>([
    ['nobody', 401, async () => ({})],
    ['a forged token', 401, async () => bearer('e30.e30.e30')],
    [
      'the limited token of a user',
      401,
      async () => bearer(await limitedUserToken()),
    ],
    [
      'a token for another plugin',
      401,
      () => forwarded('?as=itself&to=catalog'),
    ],
    [
      'a token for another plugin on behalf of a user',
      401,
      () => forwarded('?to=catalog'),
    ],
    ['an external caller', 403, async () => bearer(EXTERNAL_TOKEN)],
    ['a browser', 403, async () => bearer(await real.tokenOf(ALICE))],
    ['a browser of an admin', 403, async () => bearer(await real.tokenOf(BOB))],
    [
      'a plugin that is not listed',
      403,
      () => forwarded('?as=itself', { plugin: 'stranger' }),
    ],
    [
      'a plugin that is not listed, on behalf of a user',
      403,
      () => forwarded('', { plugin: 'stranger' }),
    ],
    [
      'a plugin on behalf of a user without the fabric',
      404,
      () => forwarded('', { user: MALLORY }),
    ],
    ['a listed plugin', 200, () => forwarded('?as=itself')],
    ['a listed plugin on behalf of a user', 200, () => forwarded('')],
  ])('%s asks for a token and gets %i', async (_, status, headersOf) => {
    const answer = await send(real, NIGHTLY, await headersOf());
    const text = await answer.text();
    expect([answer.status, text.includes('accessToken')]).toEqual([
      status,
      status === 200,
    ]);
    expect(text).not.toMatch(/refresh/i);
    // Without valid credentials Backstage answers before a request reaches the plugin
    expect(answer.headers.get('cache-control')).toBe(
      status === 401 ? null : 'no-store',
    );
  });

  it('a listed plugin gets what it is listed for, and no service principal by way of a user', async () => {
    const itself = await forwarded('?as=itself');
    const forAlice = await forwarded('');
    for (const [route, headers, status] of [
      [ask('analytics-dev', 'automation'), itself, 403],
      [ask('analytics-dev', 'interactive'), itself, 403],
      [ask('analytics-dev', 'automation'), forAlice, 403],
      // Let in, and not connected yet
      [ask('analytics-dev', 'interactive'), forAlice, 409],
    ] as const) {
      const answer = await send(real, [...route], headers);
      expect([route, answer.status]).toEqual([route, status]);
    }
  });

  it('an external caller with the subject of a plugin is taken for it, as the check list warns', async () => {
    const external = bearer(PLUGIN_LIKE_TOKEN);
    expect((await send(real, NIGHTLY, external)).status).toBe(200);
    for (const route of [...ROUTES, ...ADMIN_ROUTES]) {
      expect((await send(real, route, external)).status).toBe(403);
    }
    const admin = bearer(await real.tokenOf(BOB));
    const settings = await send(real, ADMIN_ROUTES[0], admin);
    expect((await settings.json()).checks).toContainEqual({
      id: 'external-callers',
      state: 'warning',
      message: expect.stringContaining('plugin:reports'),
      values: { code: 'external_callers', subjects: 'plugin:reports' },
      fix: { kind: 'consumers' },
    });
  });

  it('a token on behalf of a user that has expired is none', async () => {
    const headers = await forwarded('');
    expect((await send(real, NIGHTLY, headers)).status).toBe(200);
    // Node keeps its timers; only what reads the clock sees the hour that has passed
    jest.useFakeTimers({
      now: Date.now() + 61 * 60 * 1000,
      doNotFake: [
        'hrtime',
        'nextTick',
        'performance',
        'queueMicrotask',
        'setImmediate',
        'clearImmediate',
        'setInterval',
        'clearInterval',
        'setTimeout',
        'clearTimeout',
      ],
    });
    try {
      expect((await send(real, NIGHTLY, headers)).status).toBe(401);
    } finally {
      jest.useRealTimers();
    }
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
    for (const route of [...ROUTES, ...ADMIN_ROUTES, tokens]) {
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
