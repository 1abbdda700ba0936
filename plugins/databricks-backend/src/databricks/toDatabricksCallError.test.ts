import { AuthorizationResponseError } from 'openid-client';
import {
  DatabricksCallError,
  DatabricksCallErrorKind,
} from './DatabricksCallError';
import { toDatabricksCallError } from './toDatabricksCallError';
import {
  CANARIES,
  ECHO,
  errorOf,
  OAuthHarness,
  Operation,
  OPERATIONS,
  TOKENS,
} from './__testUtils__/OAuthHarness';
import { StandIn } from './__testUtils__/StandIn';

describe('toDatabricksCallError', () => {
  let harness: OAuthHarness;

  beforeAll(async () => {
    harness = await OAuthHarness.start();
  });
  beforeEach(() => harness.standIn.forget());
  afterAll(() => harness.standIn.stop());

  const dead = {
    error: 'invalid_request',
    error_description: 'Refresh token is invalid',
  };
  const busy = {
    error: 'invalid_request',
    error_description: 'Temporarily throttled, too many requests',
  };
  const unassigned = {
    error: 'access_denied',
    error_description: `Scopes 'all-apis' are not assigned to the client ${ECHO}`,
  };
  const notAvailable = {
    error: 'invalid_request',
    error_description: `OAuth application with client_id: '${ECHO}' not available in Databricks account 'x'.`,
  };
  const blocked = {
    error_code: 'PERMISSION_DENIED',
    message: `Source IP address: 203.0.113.9 is blocked by Databricks IP ACL for workspace: 1 ${ECHO}`,
  };
  const described = (error_description: string) => ({
    error: 'something_new',
    error_description,
  });
  const html = `<!doctype html><title>${ECHO}</title>`;
  const asHtml = { 'content-type': 'text/html' };
  const challenge = { 'www-authenticate': 'Bearer realm="databricks"' };

  it.each<
    [
      Operation | 'any',
      number,
      unknown,
      Record<string, string>,
      DatabricksCallErrorKind,
    ]
  >([
    // a dead refresh token, in every dress
    ['refresh', 400, dead, {}, 'refresh_token_invalid'],
    ['refresh', 401, dead, {}, 'refresh_token_invalid'],
    ['refresh', 401, dead, challenge, 'refresh_token_invalid'],
    ['refresh', 403, dead, {}, 'refresh_token_invalid'],
    ['refresh', 400, { error: 'invalid_grant' }, {}, 'refresh_token_invalid'],
    [
      'refresh',
      401,
      { error: 'invalid_grant' },
      challenge,
      'refresh_token_invalid',
    ],
    [
      'refresh',
      400,
      { ...dead, error_description: 'REFRESH TOKEN IS INVALID.' },
      {},
      'refresh_token_invalid',
    ],
    [
      'refresh',
      400,
      { error_code: 'X', message: 'Refresh token is invalid' },
      {},
      'refresh_token_invalid',
    ],
    ['refresh', 500, dead, {}, 'unavailable'],
    // what only looks like one
    ['clientCredentials', 400, dead, {}, 'unclear'],
    [
      'refresh',
      400,
      { ...dead, error_description: `No. ${ECHO}` },
      {},
      'unclear',
    ],
    ['refresh', 400, { error: 'invalid_request' }, {}, 'unclear'],
    ['refresh', 400, { error: 'something_new' }, {}, 'unclear'],
    // the code
    [
      'exchange',
      400,
      { error: 'invalid_grant', error_description: ECHO },
      {},
      'authorization_invalid',
    ],
    [
      'exchange',
      400,
      { error: 'invalid_request' },
      {},
      'authorization_invalid',
    ],
    // the client
    [
      'any',
      401,
      { error: 'invalid_client', error_description: ECHO },
      {},
      'client_rejected',
    ],
    ['any', 401, { error: 'invalid_client' }, challenge, 'client_rejected'],
    ['any', 400, { error: 'invalid_client' }, {}, 'client_rejected'],
    ['any', 400, { error: 'unauthorized_client' }, {}, 'client_rejected'],
    [
      'any',
      401,
      { error_code: 401, message: ECHO },
      challenge,
      'client_rejected',
    ],
    ['any', 400, notAvailable, {}, 'client_rejected'],
    ['any', 401, notAvailable, challenge, 'client_rejected'],
    ['any', 401, html, { ...asHtml, ...challenge }, 'client_rejected'],
    // scopes and policies
    ['any', 400, unassigned, {}, 'scopes_rejected'],
    ['any', 403, unassigned, {}, 'scopes_rejected'],
    ['any', 401, unassigned, challenge, 'scopes_rejected'],
    ['any', 400, { error: 'invalid_scope' }, {}, 'scopes_rejected'],
    [
      'any',
      400,
      { error: 'access_denied', error_description: ECHO },
      {},
      'access_denied',
    ],
    // A policy, and no scopes
    ['refresh', 403, { error: 'access_denied' }, {}, 'refused'],
    ['clientCredentials', 403, { error: 'access_denied' }, {}, 'refused'],
    ['exchange', 403, { error: 'access_denied' }, {}, 'access_denied'],
    // busy
    ['any', 429, { error: 'slow_down' }, {}, 'throttled'],
    ['any', 429, '', {}, 'throttled'],
    ['any', 429, html, asHtml, 'throttled'],
    ['any', 400, busy, {}, 'throttled'],
    ['any', 401, busy, challenge, 'throttled'],
    ['any', 400, { error: 'temporarily_unavailable' }, {}, 'throttled'],
    [
      'any',
      400,
      { errorCode: 'X', errorSummary: 'Too Many Requests' },
      {},
      'throttled',
    ],
    // down
    ['any', 500, html, asHtml, 'unavailable'],
    ['any', 502, html, asHtml, 'unavailable'],
    [
      'any',
      503,
      { error: 'invalid_grant', error_description: ECHO },
      {},
      'unavailable',
    ],
    ['any', 504, '', {}, 'unavailable'],
    ['any', 408, '', {}, 'unavailable'],
    ['any', 425, '', {}, 'unavailable'],
    // another text of a request that somebody else's client may make as well
    ['refresh', 401, { error: 'invalid_request' }, {}, 'unclear'],
    ['refresh', 401, { error: 'invalid_request' }, challenge, 'unclear'],
    ['clientCredentials', 401, { error: 'something_new' }, {}, 'unclear'],
    // half of what would say something
    ['refresh', 400, described('OAuth application x is fine'), {}, 'unclear'],
    ['refresh', 400, described('It is not available'), {}, 'unclear'],
    ['refresh', 400, described('Roles are not assigned'), {}, 'unclear'],
    ['refresh', 400, described('Scopes are fine'), {}, 'unclear'],
    [
      'any',
      400,
      described("Scope 'sql' is not assigned"),
      {},
      'scopes_rejected',
    ],
    // refused for good
    ['any', 403, blocked, {}, 'refused'],
    ['any', 400, blocked, {}, 'refused'],
    ['any', 403, { error: 'something_new' }, {}, 'refused'],
    ['any', 403, html, asHtml, 'refused'],
    ['any', 403, '', {}, 'refused'],
    ['any', 403, '', challenge, 'refused'],
    ['any', 401, '', {}, 'refused'],
    ['any', 400, { error_code: 400, message: ECHO }, {}, 'refused'],
    ['any', 400, html, asHtml, 'refused'],
    [
      'any',
      302,
      '',
      { location: '/login.html?error=private-link-validation-error' },
      'refused',
    ],
    // nonsense
    ['any', 300, blocked, {}, 'refused'],
    ['any', 200, blocked, {}, 'nonsense'],
    ['any', 200, html, asHtml, 'nonsense'],
    ['any', 200, `{"access_token":"${CANARIES.accessToken}",`, {}, 'nonsense'],
    ['any', 201, TOKENS, {}, 'nonsense'],
    ['any', 302, TOKENS, { location: 'https://evil.example.com/' }, 'nonsense'],
    ['any', 404, html, asHtml, 'nonsense'],
    ['any', 200, '[]', {}, 'nonsense'],
    ['any', 200, 'null', {}, 'nonsense'],
    ['any', 200, '', {}, 'nonsense'],
    ['any', 200, { ...TOKENS, padding: 'x'.repeat(64 * 1024) }, {}, 'nonsense'],
  ])(
    '%s answered %i, row %#',
    async (operation, status, body, headers, kind) => {
      harness.standIn.answer(status, body, headers);
      for (const each of operation === 'any' ? OPERATIONS : [operation]) {
        const error = await errorOf(harness.run(each));
        expect(error).toMatchObject({ kind, status });
      }
    },
  );

  it('says which rule refuses, where Databricks does', async () => {
    harness.standIn.answer(403, blocked);
    expect(await errorOf(harness.run('refresh'))).toMatchObject({
      refusal: 'ip_access_list',
      message: expect.stringMatching(/IP access list .* admin of Databricks/),
    });
    // Of what passes by itself the words are not read
    for (const [status, body] of [
      [403, {}],
      [429, blocked],
    ] as const) {
      harness.standIn.answer(status, body);
      expect(await errorOf(harness.run('refresh'))).not.toHaveProperty(
        'refusal',
        expect.anything(),
      );
    }
  });

  it.each<[string, number | undefined]>([
    ['7', 7],
    ['1000000000', 300],
    ['0', undefined],
    ['-5', undefined],
    ['soon', undefined],
    ['1.5', undefined],
    ['', undefined],
  ])('reads Retry-After: %s', async (header, seconds) => {
    for (const status of [429, 503]) {
      harness.standIn.answer(status, '', { 'retry-after': header });
      const error = await errorOf(harness.run('refresh'));
      expect(error.retryAfterSeconds).toBe(seconds);
    }
  });

  it('reads a date in Retry-After', async () => {
    const date = new Date(Date.now() + 30_000).toUTCString();
    harness.standIn.answer(429, '', { 'retry-after': date });
    const { retryAfterSeconds } = await errorOf(harness.run('refresh'));
    expect(retryAfterSeconds).toBeGreaterThan(25);
    expect(retryAfterSeconds).toBeLessThanOrEqual(30);
  });

  it('knows whether a refresh token may have been spent', async () => {
    harness.standIn.respond((_response, request) =>
      request.socket.resetAndDestroy(),
    );
    expect((await errorOf(harness.run('refresh'))).kind).toBe(
      'outcome_unknown',
    );

    const gone = await StandIn.start();
    const workspaceUrl = gone.url;
    await gone.stop();
    const error = await errorOf(
      harness.client.refreshAccessToken({
        ...harness.oauthClient,
        workspaceUrl,
        refreshToken: CANARIES.refreshToken,
      }),
    );
    expect(error.kind).toBe('not_sent');
  });

  it.each<[string, string | undefined, DatabricksCallErrorKind]>([
    ['access_denied', undefined, 'access_denied'],
    ['unauthorized_client', 'x', 'client_rejected'],
    ['invalid_client', 'x', 'client_rejected'],
    ['server_error', undefined, 'unavailable'],
    ['temporarily_unavailable', undefined, 'unavailable'],
    ['invalid_scope', undefined, 'scopes_rejected'],
    ['access_denied', "Scopes 'sql' are not assigned", 'scopes_rejected'],
    ['access_denied', 'Scopes are fine', 'access_denied'],
    ['something_new', 'x', 'authorization_invalid'],
  ])('reads a callback with %s, %s', (error, error_description, kind) => {
    const cause = new URLSearchParams({
      error,
      ...(error_description ? { error_description } : {}),
    });
    const thrown = new AuthorizationResponseError(ECHO, { cause });
    const context = { operation: 'exchange' as const, nowMs: 0 };
    expect(toDatabricksCallError(thrown, context)).toMatchObject({ kind });
  });

  it('knows that nothing was sent, and by whose fault, where there is no answer', () => {
    const kindOf = (operation: Operation) =>
      toDatabricksCallError(new Error(ECHO), { operation, nowMs: 0 }).kind;
    expect(OPERATIONS.map(kindOf)).toEqual([
      'authorization_invalid',
      'not_sent',
      'not_sent',
    ]);
  });

  it('leaves an error that is one already as it is', () => {
    const ours = new DatabricksCallError('outcome_unknown');
    expect(
      toDatabricksCallError(ours, { operation: 'exchange', nowMs: 0 }),
    ).toBe(ours);
  });
});
