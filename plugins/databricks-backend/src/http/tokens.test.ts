import { RealPortal, startRealPortal } from '../__testUtils__/startRealPortal';

jest.setTimeout(60_000);

const ALICE = 'user:default/alice';
const MALLORY = 'user:default/mallory';

describe('tokens for other backend plugins', () => {
  let portal: RealPortal;

  beforeAll(async () => {
    portal = await startRealPortal({
      simulator: { refreshTokens: 'singleUse' },
      consumers: {
        reports: { user: true, servicePrincipalOf: ['nightly'] },
        operations: { servicePrincipalOf: '*' },
        stranger: undefined,
      },
    });
  });

  afterEach(() => portal.simulator.faults.clear());

  afterAll(() => portal.stop());

  it('are the user’s, for a listed plugin that a user asks through', async () => {
    const before = await portal.ask('reports', ALICE, {
      as: 'user',
      fabric: 'analytics-dev',
      purpose: 'interactive',
    });
    expect(before.body).toMatchObject({ code: 'not_connected', status: 409 });

    await portal.connect(ALICE, 'analytics-dev');
    const { body } = await portal.ask('reports', ALICE, {
      as: 'user',
      fabric: 'analytics-dev',
      purpose: 'interactive',
    });
    expect(body).toEqual({
      accessToken: expect.stringMatching(/^eyJ/),
      tokenType: 'Bearer',
      expiresAt: expect.any(String),
      workspaceUrl: portal.simulator.url,
      scopes: expect.arrayContaining(['all-apis']),
      identity: { kind: 'user', name: 'ada@example.com' },
      fingerprint: expect.any(String),
    });
    const leftMs = Date.parse(String(body.expiresAt)) - Date.now();
    expect(leftMs).toBeGreaterThan(3_500_000);
    expect(leftMs).toBeLessThanOrEqual(3_600_000);
  });

  it('are the service principal’s, for a plugin on its own', async () => {
    const ask = (plugin: string, fabric: string) =>
      portal.ask(plugin, ALICE, {
        as: 'plugin',
        fabric,
        purpose: 'automation',
      });
    expect((await ask('reports', 'nightly')).body).toMatchObject({
      identity: { kind: 'servicePrincipal', name: 'sp-nightly' },
    });
    const calls = portal.simulator.calls.token;
    expect((await ask('operations', 'nightly')).status).toBe(200);
    expect(portal.simulator.calls.token).toBe(calls);
    expect((await ask('operations', 'analytics-dev')).body).toMatchObject({
      code: 'service_principal_missing',
      status: 409,
      message: expect.stringContaining("'analytics-dev'"),
    });
    expect((await ask('operations', 'studio')).body).toMatchObject({
      code: 'service_principal_missing',
      status: 409,
    });
  });

  it.each([
    ['a plugin that is not listed', 'stranger', ALICE, 'user', 'not_allowed'],
    ['a user without the fabric', 'reports', MALLORY, 'user', 'not_found'],
    [
      'a plugin not listed for users',
      'operations',
      ALICE,
      'user',
      'not_allowed',
    ],
    [
      'interactive work without a user',
      'reports',
      ALICE,
      'plugin',
      'not_allowed',
    ],
  ])('are refused to %s', async (_, plugin, user, as, code) => {
    const { body } = await portal.ask(plugin, user, {
      as,
      fabric: 'analytics-dev',
      purpose: 'interactive',
    });
    expect(body.code).toBe(code);
  });

  it('are refused to a service principal’s fabric that is not listed for the plugin', async () => {
    const { body } = await portal.ask('reports', ALICE, {
      as: 'user',
      fabric: 'analytics-dev',
      purpose: 'automation',
    });
    expect(body).toMatchObject({ code: 'not_allowed', status: 403 });
  });

  it('are refused to a browser', async () => {
    const answer = await fetch(`${portal.url}/api/databricks/tokens`, {
      method: 'POST',
      headers: {
        'Content-Type': 'application/json',
        Authorization: `Bearer ${await portal.tokenOf(ALICE)}`,
      },
      body: JSON.stringify({ fabric: 'analytics-dev', purpose: 'interactive' }),
    });
    expect(answer.status).toBe(403);
  });

  it('cannot be used to act as the user on their own routes', async () => {
    const forward = await fetch(`${portal.url}/api/reports/forward`, {
      method: 'POST',
      headers: { Authorization: `Bearer ${await portal.tokenOf(ALICE)}` },
    });
    const { token } = await forward.json();
    for (const [method, path] of [
      ['GET', '/fabrics'],
      ['GET', '/connections'],
      ['POST', '/sign-ins'],
      ['DELETE', '/connections/x'],
    ]) {
      const answer = await fetch(`${portal.url}/api/databricks${path}`, {
        method,
        headers: {
          Authorization: `Bearer ${token}`,
          'Content-Type': 'application/json',
        },
        body: method === 'POST' ? '{"fabric":"analytics-dev"}' : undefined,
      });
      expect([method, path, answer.status]).toEqual([method, path, 403]);
      expect(answer.headers.get('set-cookie')).toBeNull();
    }
  });

  it('are renewed once when Databricks refuses one, and the call is repeated', async () => {
    await portal.connect(ALICE, 'analytics-dev');
    const first = await portal.ask('reports', ALICE, {
      as: 'user',
      fabric: 'analytics-dev',
      purpose: 'interactive',
    });
    portal.simulator.expireAccessTokens();
    const calls = portal.simulator.calls.token;
    const { body } = await portal.ask('reports', ALICE, {
      as: 'user',
      fabric: 'analytics-dev',
      purpose: 'interactive',
      path: '/api/2.0/preview/scim/v2/Me',
    });
    expect(body.status).toBe(200);
    expect(portal.simulator.calls.token).toBe(calls + 1);
    const next = await portal.ask('reports', ALICE, {
      as: 'user',
      fabric: 'analytics-dev',
      purpose: 'interactive',
    });
    expect(next.body.fingerprint).not.toBe(first.body.fingerprint);
  });

  it('end at once when their user disconnects, also those that were just handed out', async () => {
    await portal.connect(ALICE, 'analytics-dev');
    const ask = () =>
      portal.ask('reports', ALICE, {
        as: 'user',
        fabric: 'analytics-dev',
        purpose: 'interactive',
      });
    expect((await ask()).status).toBe(200);
    const headers = { Authorization: `Bearer ${await portal.tokenOf(ALICE)}` };
    const url = `${portal.url}/api/databricks/connections`;
    const { items } = await (await fetch(url, { headers })).json();
    for (const { id } of items) {
      await fetch(`${url}/${id}`, { method: 'DELETE', headers });
    }
    expect((await ask()).body).toMatchObject({ code: 'not_connected' });
  });

  it('say that the user must sign in again when the refresh token is dead, and not before', async () => {
    await portal.connect(ALICE, 'analytics-dev');
    const ask = (rejectedFingerprint?: unknown) =>
      portal.ask('reports', ALICE, {
        as: 'user',
        fabric: 'analytics-dev',
        purpose: 'interactive',
        ...(rejectedFingerprint
          ? { rejectedFingerprint: String(rejectedFingerprint) }
          : {}),
      });
    const { body } = await ask();
    portal.simulator.faults.next('token', {
      kind: 'status',
      status: 503,
      body: '<html>',
    });
    expect((await ask(body.fingerprint)).body).toMatchObject({
      code: 'databricks_unavailable',
    });
    expect((await ask()).status).toBe(200);
    portal.simulator.revokeRefreshTokens();
    const giveUpAt = performance.now() + 10_000;
    // The failure before is backed off from, for a second
    const answers = [];
    do {
      answers.push((await ask(body.fingerprint)).body.code);
    } while (
      answers.at(-1) === 'databricks_unavailable' &&
      performance.now() < giveUpAt
    );
    expect(answers.at(-1)).toBe('reconnect_required');
    expect((await ask()).body).toMatchObject({ code: 'reconnect_required' });
  });
});
