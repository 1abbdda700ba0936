import {
  Simulator,
  startSimulator,
} from '@backstage-databricks/databricks-simulator';
import { JsonObject } from '@backstage/types';
import {
  registerAppConnection,
  signInUpToCallback,
} from '../__testUtils__/realSignIn';
import { databricksConfig } from '../__testUtils__/startPlugin';
import {
  RealBackend,
  startRealBackend,
} from '../__testUtils__/startRealBackend';

jest.setTimeout(60_000);

const ALICE = 'user:default/alice';
const MALLORY = 'user:default/mallory';

describe('tokens for other backend plugins', () => {
  let simulator: Simulator;
  let real: RealBackend;

  beforeAll(async () => {
    simulator = await startSimulator({ refreshTokens: 'singleUse' });
    const databricks: JsonObject = {
      ...databricksConfig(simulator.url),
      consumers: {
        reports: { user: true, servicePrincipalOf: ['nightly'] },
        operations: { servicePrincipalOf: '*' },
      },
    };
    real = await startRealBackend({
      config: { databricks },
      consumers: ['reports', 'operations', 'stranger'],
    });
    registerAppConnection(simulator, real);
    simulator.account.addServicePrincipal({
      clientId: 'sp-nightly',
      clientSecret: 'sp-nightly-secret',
    });
  });

  afterEach(() => simulator.faults.clear());

  afterAll(async () => {
    await real.stop();
    await simulator.stop();
  });

  async function connect(user: string, fabric = 'analytics-dev') {
    const { callback, cookie } = await signInUpToCallback(real, user, fabric);
    expect((await fetch(callback, { headers: { cookie } })).status).toBe(200);
  }

  it('are the user’s, for a listed plugin that a user asks through', async () => {
    const before = await real.ask('reports', ALICE, {
      as: 'user',
      fabric: 'analytics-dev',
      purpose: 'interactive',
    });
    expect(before.body).toMatchObject({ code: 'not_connected', status: 409 });

    await connect(ALICE);
    const { body } = await real.ask('reports', ALICE, {
      as: 'user',
      fabric: 'analytics-dev',
      purpose: 'interactive',
    });
    expect(body).toEqual({
      accessToken: expect.stringMatching(/^eyJ/),
      tokenType: 'Bearer',
      expiresAt: expect.any(String),
      workspaceUrl: simulator.url,
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
      real.ask(plugin, ALICE, { as: 'plugin', fabric, purpose: 'automation' });
    expect((await ask('reports', 'nightly')).body).toMatchObject({
      identity: { kind: 'servicePrincipal', name: 'sp-nightly' },
    });
    const calls = simulator.calls.token;
    expect((await ask('operations', 'nightly')).status).toBe(200);
    expect(simulator.calls.token).toBe(calls);
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
    const { body } = await real.ask(plugin, user, {
      as,
      fabric: 'analytics-dev',
      purpose: 'interactive',
    });
    expect(body.code).toBe(code);
  });

  it('are refused to a service principal’s fabric that is not listed for the plugin', async () => {
    const { body } = await real.ask('reports', ALICE, {
      as: 'user',
      fabric: 'analytics-dev',
      purpose: 'automation',
    });
    expect(body).toMatchObject({ code: 'not_allowed', status: 403 });
  });

  it('are refused to a browser', async () => {
    const answer = await fetch(`${real.url}/api/databricks/tokens`, {
      method: 'POST',
      headers: {
        'Content-Type': 'application/json',
        Authorization: `Bearer ${await real.tokenOf(ALICE)}`,
      },
      body: JSON.stringify({ fabric: 'analytics-dev', purpose: 'interactive' }),
    });
    expect(answer.status).toBe(403);
  });

  it('cannot be used to act as the user on their own routes', async () => {
    const forward = await fetch(`${real.url}/api/reports/forward`, {
      method: 'POST',
      headers: { Authorization: `Bearer ${await real.tokenOf(ALICE)}` },
    });
    const { token } = await forward.json();
    for (const [method, path] of [
      ['GET', '/fabrics'],
      ['GET', '/connections'],
      ['POST', '/sign-ins'],
      ['DELETE', '/connections/x'],
    ]) {
      const answer = await fetch(`${real.url}/api/databricks${path}`, {
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
    await connect(ALICE);
    const first = await real.ask('reports', ALICE, {
      as: 'user',
      fabric: 'analytics-dev',
      purpose: 'interactive',
    });
    simulator.expireAccessTokens();
    const calls = simulator.calls.token;
    const { body } = await real.ask('reports', ALICE, {
      as: 'user',
      fabric: 'analytics-dev',
      purpose: 'interactive',
      path: '/api/2.0/preview/scim/v2/Me',
    });
    expect(body.status).toBe(200);
    expect(simulator.calls.token).toBe(calls + 1);
    const next = await real.ask('reports', ALICE, {
      as: 'user',
      fabric: 'analytics-dev',
      purpose: 'interactive',
    });
    expect(next.body.fingerprint).not.toBe(first.body.fingerprint);
  });

  it('end at once when their user disconnects, also those that were just handed out', async () => {
    await connect(ALICE);
    const ask = () =>
      real.ask('reports', ALICE, {
        as: 'user',
        fabric: 'analytics-dev',
        purpose: 'interactive',
      });
    expect((await ask()).status).toBe(200);
    const headers = { Authorization: `Bearer ${await real.tokenOf(ALICE)}` };
    const url = `${real.url}/api/databricks/connections`;
    const { items } = await (await fetch(url, { headers })).json();
    for (const { id } of items) {
      await fetch(`${url}/${id}`, { method: 'DELETE', headers });
    }
    expect((await ask()).body).toMatchObject({ code: 'not_connected' });
  });

  it('say that the user must sign in again when the refresh token is dead, and not before', async () => {
    await connect(ALICE);
    const ask = (rejectedFingerprint?: unknown) =>
      real.ask('reports', ALICE, {
        as: 'user',
        fabric: 'analytics-dev',
        purpose: 'interactive',
        ...(rejectedFingerprint
          ? { rejectedFingerprint: String(rejectedFingerprint) }
          : {}),
      });
    const { body } = await ask();
    simulator.faults.next('token', {
      kind: 'status',
      status: 503,
      body: '<html>',
    });
    expect((await ask(body.fingerprint)).body).toMatchObject({
      code: 'databricks_unavailable',
    });
    expect((await ask()).status).toBe(200);
    simulator.revokeRefreshTokens();
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
