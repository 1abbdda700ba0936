import { mockServices } from '@backstage/backend-test-utils';
import { Fault, signInAs } from '@backstage-databricks/databricks-simulator';
import { inspect } from 'node:util';
import { databaseState } from '../__testUtils__/databaseState';
import { openVerifier } from '../__testUtils__/openVerifier';
import { signInSteps } from '../__testUtils__/signInSteps';
import {
  alice,
  StartedPlugin,
  startPlugin,
} from '../__testUtils__/startPlugin';

jest.setTimeout(120_000);

const CANARY = 'canary-8f2d71c4';

const TOKENS = {
  access_token: `${CANARY}-access`,
  refresh_token: `${CANARY}-refresh`,
  token_type: 'Bearer',
  expires_in: 3600,
  scope: 'all-apis offline_access',
};

const DOWN = 'databricks_unavailable';
const REFUSED = 'databricks_refused';
const FAILED = 'authorization_failed';

/** What the token endpoint may do with a code, and how the sign-in ends. */
const TOKEN_FAULTS: [string, Fault, string][] = [
  [
    '500 with HTML',
    { kind: 'status', status: 500, body: `<p>${CANARY}` },
    DOWN,
  ],
  [
    '502 after the code was spent',
    { kind: 'status', status: 502, processed: true },
    DOWN,
  ],
  [
    '503 that echoes a token',
    { kind: 'status', status: 503, body: { error_description: CANARY } },
    DOWN,
  ],
  [
    '429',
    { kind: 'status', status: 429, headers: { 'retry-after': '7' } },
    DOWN,
  ],
  [
    'a login page with 200',
    { kind: 'status', status: 200, body: `<html>${CANARY}` },
    DOWN,
  ],
  [
    'a redirect',
    { kind: 'status', status: 302, headers: { location: `/${CANARY}` } },
    DOWN,
  ],
  [
    'invalid JSON',
    { kind: 'status', status: 200, body: `{"access_token":"${CANARY}` },
    DOWN,
  ],
  ['404', { kind: 'status', status: 404, body: CANARY }, DOWN],
  ['half of the answer', { kind: 'truncate' }, DOWN],
  [
    'more than 64 KiB',
    { kind: 'fields', fields: { padding: 'x'.repeat(64 * 1024) } },
    DOWN,
  ],
  ['a reset before', { kind: 'drop', when: 'beforeProcessing' }, DOWN],
  ['a reset after', { kind: 'drop', when: 'afterProcessing' }, DOWN],
  ['a reset in the middle', { kind: 'drop', when: 'duringBody' }, DOWN],
  ...(
    [
      ['token_type', 'mac'],
      ['token_type', undefined],
      ['expires_in', -1],
      ['expires_in', null],
      ['expires_in', '12abc'],
      ['expires_in', 1e300],
      ['access_token', ''],
      ['access_token', 7],
      ['access_token', 'x'.repeat(20_000)],
      ['refresh_token', 7],
      ['scope', 7],
    ] as const
  ).map(([field, value]): [string, Fault, string] => [
    `${field} ${String(value).slice(0, 8)}`,
    {
      kind: 'status',
      status: 200,
      body: { ...TOKENS, [field]: value },
      headers: { 'content-type': 'application/json' },
    },
    DOWN,
  ]),
  [
    'invalid_grant that echoes the code',
    {
      kind: 'status',
      status: 400,
      body: { error: 'invalid_grant', error_description: CANARY },
    },
    FAILED,
  ],
  [
    'an unknown error with HTML in it',
    {
      kind: 'status',
      status: 400,
      body: { error: 'odd', error_description: `<script>${CANARY}</script>` },
    },
    FAILED,
  ],
  [
    'invalid_client',
    { kind: 'status', status: 401, body: { error: 'invalid_client' } },
    'app_connection_rejected',
  ],
  [
    'a challenge',
    {
      kind: 'status',
      status: 401,
      headers: { 'www-authenticate': `Basic realm="${CANARY}"` },
    },
    'app_connection_rejected',
  ],
  [
    'scopes that are not assigned',
    {
      kind: 'status',
      status: 400,
      body: { error: 'invalid_scope', error_description: CANARY },
    },
    'missing_scopes',
  ],
];

/** What Databricks may say when it is asked who signed in. Nothing of it may end in a connection. */
const ME_FAULTS: [string, Fault, string?][] = [
  ['500', { kind: 'status', status: 500, body: CANARY }],
  ['401', { kind: 'status', status: 401, body: CANARY }, REFUSED],
  ['403', { kind: 'status', status: 403, body: { message: CANARY } }, REFUSED],
  [
    'an IP access list',
    {
      kind: 'status',
      status: 403,
      body: { message: `Source IP ${CANARY} is blocked by Databricks IP ACL` },
    },
    REFUSED,
  ],
  ['404', { kind: 'status', status: 404 }],
  ['429', { kind: 'status', status: 429 }],
  ['a redirect', { kind: 'status', status: 307, headers: { location: '/' } }],
  ['HTML with 200', { kind: 'status', status: 200, body: '<html>' }],
  ['no id', { kind: 'fields', fields: { id: undefined } }],
  ['an empty name', { kind: 'fields', fields: { userName: '' } }],
  ['a number as name', { kind: 'fields', fields: { userName: 7 } }],
  ['a huge name', { kind: 'fields', fields: { userName: 'x'.repeat(5000) } }],
  ['half of the answer', { kind: 'truncate' }],
  [
    'too much',
    { kind: 'fields', fields: { padding: 'x'.repeat(8 * 1024 * 1024) } },
  ],
  ['a reset', { kind: 'drop', when: 'beforeProcessing' }],
];

describe('When Databricks fails during a sign-in', () => {
  const seen: string[] = [];
  // As a sink that looks deeper than JSON would: into errors, their causes, and what is not enumerable
  const remember = (...args: unknown[]) =>
    seen.push(inspect(args, { depth: 10, showHidden: true }));
  let plugin: StartedPlugin;
  let steps: ReturnType<typeof signInSteps>;

  beforeAll(async () => {
    const logger = mockServices.logger.mock({
      error: remember,
      warn: remember,
      info: remember,
      debug: remember,
    });
    logger.child.mockReturnValue(logger);
    const auditor = mockServices.auditor.mock({
      createEvent: async event => {
        remember({ ...event, request: event.request?.originalUrl });
        return {
          success: async result => void remember(result),
          fail: async ({ error }) => void remember(error),
        };
      },
    });
    plugin = await startPlugin({
      features: [logger.factory, auditor.factory],
    });
    steps = signInSteps(plugin);
  });

  beforeEach(async () => {
    seen.length = 0;
    await plugin.knex('sign_ins').delete();
    await plugin.knex('grants').delete();
  });

  afterEach(() => plugin.simulator.faults.clear());

  afterAll(async () => {
    await plugin.stop();
  });

  /** Fails with nothing stored or told, says why, and the next sign-in works. */
  async function failureOf(
    endpoint: 'token' | 'me',
    fault: Fault,
    badCode?: string,
  ) {
    const started = await steps.start();
    const url = new URL(await signInAs(started.authorizationUrl));
    if (badCode) {
      url.searchParams.set('code', badCode);
    }
    const verifier = await openVerifier(plugin, started.id);
    plugin.simulator.faults.next(endpoint, fault);
    const page = await steps.callback(url, started.cookie);
    expect(page.status).toBe(400);
    expect(page.text).toContain('Not connected');
    const outcome = await steps.outcome(alice, started.id);
    expect(outcome.status).toBe('failed');
    expect(await steps.connections(alice)).toEqual([]);
    expect(await plugin.knex('grants')).toEqual([]);

    const tokens = [
      ...plugin.simulator.tokens.accessTokens,
      ...[...plugin.simulator.tokens.refreshTokens].map(it => it.token),
    ];
    const shown = [
      page.text,
      JSON.stringify([page.headers, outcome]),
      await databaseState(plugin.knex),
      ...seen,
    ].join('\n');
    expect(shown).toContain('sign-in-finish');
    for (const secret of [
      CANARY,
      url.searchParams.get('code')!,
      url.searchParams.get('state')!,
      started.cookie.split('=')[1],
      verifier,
      ...tokens,
    ]) {
      expect(shown).not.toContain(secret);
    }

    expect((await plugin.connect(alice)).status).toBe(200);
    expect(await steps.connections(alice)).toMatchObject([
      { status: 'connected' },
    ]);
    return outcome.error?.code;
  }

  it.each([
    ['Source IP 1.2.3.4 is blocked by Databricks IP ACL', 'IP access list'],
    ['lacks the entitlement workspace-access', 'entitlement'],
  ])(
    'says on the page and to the card which rule refuses, and not to try again: %s',
    async (message, words) => {
      const started = await steps.start();
      const url = await signInAs(started.authorizationUrl);
      plugin.simulator.faults.next('me', {
        kind: 'status',
        status: 403,
        body: { message },
      });
      const page = await steps.callback(url, started.cookie);
      expect(page.text).toMatch(new RegExp(`${words}.*An admin of`));
      expect(page.text).not.toMatch(/try again|cannot be reached/i);
      const { error } = await steps.outcome(alice, started.id);
      expect(error).toMatchObject({
        code: REFUSED,
        message: expect.stringContaining(words),
        values: { reason: expect.any(String) },
      });
    },
  );

  it.each(TOKEN_FAULTS)(
    'with %s for the code, nothing is stored or told, and the next sign-in works',
    async (_, fault, code) => {
      expect(await failureOf('token', fault)).toBe(code);
    },
  );

  it.each(ME_FAULTS)(
    'with %s when asked who signed in, nothing is stored or told, and the next sign-in works',
    async (_, fault, code = DOWN) => {
      expect(await failureOf('me', fault)).toBe(code);
    },
  );

  it.each<[string, 'token' | 'me', Fault]>([
    ['the token', 'token', { kind: 'delay', delayMs: 60_000 }],
    ['the name', 'me', { kind: 'delay', delayMs: 60_000 }],
    ['the end of the token', 'token', { kind: 'drip', intervalMs: 5_000 }],
  ])(
    'gives up waiting for %s after ten seconds',
    async (_, endpoint, fault) => {
      const startedAt = performance.now();
      expect(await failureOf(endpoint, fault)).toBe(DOWN);
      expect(performance.now() - startedAt).toBeGreaterThan(9_000);
      expect(performance.now() - startedAt).toBeLessThan(15_000);
    },
  );

  it('gives up waiting for the end of a refusal after ten seconds, and does not believe it', async () => {
    const startedAt = performance.now();
    const outcome = await failureOf(
      'token',
      { kind: 'drip', intervalMs: 5_000 },
      'a-code-that-databricks-does-not-know',
    );
    expect(outcome).toBe(DOWN);
    expect(performance.now() - startedAt).toBeGreaterThan(9_000);
    expect(performance.now() - startedAt).toBeLessThan(15_000);
  });
});
