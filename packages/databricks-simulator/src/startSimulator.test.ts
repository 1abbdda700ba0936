import { spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { Agent, get, IncomingMessage } from 'node:http';
import { connect } from 'node:net';
import { resolve } from 'node:path';
import { Simulator } from './Simulator';
import { startSimulator } from './startSimulator';
import {
  CONFIDENTIAL,
  createTestClient,
  getWith,
  ROBOT,
} from './__testUtils__/createTestClient';

/** What was asked for, doubled for busy machines. */
const MAX_START_MS = 600;
const MAX_STOP_MS = 1_000;

const ME = '/api/2.0/preview/scim/v2/Me';

describe('The simulator', () => {
  const started: Simulator[] = [];

  async function start(options?: Parameters<typeof startSimulator>[0]) {
    const simulator = await startSimulator(options);
    started.push(simulator);
    return simulator;
  }

  afterEach(async () => {
    jest.restoreAllMocks();
    await Promise.all(started.splice(0).map(it => it.stop()));
  });

  it('starts quickly on a free port of 127.0.0.1, and silently', async () => {
    const spies = (['log', 'info', 'warn', 'error'] as const).map(it =>
      jest.spyOn(console, it),
    );
    const startedAt = performance.now();
    const simulator = await start({
      clients: [CONFIDENTIAL],
      servicePrincipals: [ROBOT],
    });
    expect(performance.now() - startedAt).toBeLessThan(MAX_START_MS);
    expect(simulator.url).toMatch(/^http:\/\/127\.0\.0\.1:\d+$/);
    expect(simulator.calls).toEqual({
      authorize: 0,
      token: 0,
      me: 0,
      warehouse: 0,
      warehouses: 0,
      cluster: 0,
      clusters: 0,
      catalog: 0,
      schema: 0,
      jobs: 0,
    });

    const client = await createTestClient(simulator, CONFIDENTIAL);
    const { refresh_token: refreshToken } = await client.connect();
    await client.refresh(refreshToken!);
    const robot = await createTestClient(simulator, ROBOT);
    await robot.clientCredentials();
    for (const spy of spies) {
      expect(spy).not.toHaveBeenCalled();
    }
  });

  it('logs requests when asked to, without what they carry', async () => {
    const lines: string[] = [];
    const simulator = await start({
      clients: [CONFIDENTIAL],
      log: line => lines.push(line),
    });
    const client = await createTestClient(simulator, CONFIDENTIAL);
    const tokens = await client.connect();
    await getWith(tokens.access_token, simulator.url + ME);
    expect(lines).toContain('POST /oidc/v1/token 200');
    expect(lines).toContain(`GET ${ME} 200`);
    expect(lines.join('\n')).not.toMatch(/eyJ|doau|secret|code=/);
  });

  it('goes on where another was stopped, on the same port', async () => {
    const options = { clients: [CONFIDENTIAL], servicePrincipals: [ROBOT] };
    const first = await start(options);
    const port = Number(new URL(first.url).port);
    const client = await createTestClient(first, CONFIDENTIAL);
    const tokens = await client.connect();
    await first.stop();
    await first.stop();
    await expect(fetch(first.url)).rejects.toThrow('fetch failed');

    const fresh = await start({ ...options, port });
    expect(fresh.url).toBe(first.url);
    await expect(client.refresh(tokens.refresh_token!)).rejects.toMatchObject({
      error_description: 'Refresh token is invalid',
    });
    await client.connect();
    await fresh.stop();

    await start({ ...options, port, tokens: first.tokens });
    const refreshed = await client.refresh(tokens.refresh_token!);
    for (const { access_token: token } of [tokens, refreshed]) {
      expect((await getWith(token, first.url + ME)).status).toBe(200);
    }
  });

  it('says when its port is in use', async () => {
    const { url } = await start();
    const port = Number(new URL(url).port);
    await expect(startSimulator({ port })).rejects.toMatchObject({
      code: 'EADDRINUSE',
      port,
    });
  });

  it('stops promptly, whatever its connections do', async () => {
    const simulator = await start({ servicePrincipals: [ROBOT] });
    const { hostname, port } = new URL(simulator.url);
    const agent = new Agent({ keepAlive: true });
    const [idle] = (await once(get(simulator.url, { agent }), 'response')) as [
      IncomingMessage,
    ];
    idle.resume();
    await once(idle, 'end');
    const silent = connect(Number(port), hostname);
    await once(silent, 'connect');
    const silentClosed = once(silent, 'close');

    simulator.faults.next('me', { kind: 'delay', delayMs: 60_000 });
    simulator.faults.next('jobs', { kind: 'drip', intervalMs: 60_000 });
    const waiting = fetch(simulator.url + ME).catch(it => it);
    const dripping = await fetch(`${simulator.url}/api/2.2/jobs/list`);
    await untilCalled(simulator, 'me');

    const startedAt = performance.now();
    await simulator.stop();
    expect(performance.now() - startedAt).toBeLessThan(MAX_STOP_MS);
    expect((await waiting).message).toBe('fetch failed');
    await expect(dripping.text()).rejects.toThrow('terminated');
    await silentClosed;
    agent.destroy();
  });

  it('leaves nothing behind that keeps a process alive', () => {
    const script = `
      const { startSimulator } = require('./startSimulator.ts');
      (async () => {
        const simulator = await startSimulator();
        simulator.faults.next('me', { kind: 'delay', delayMs: 60_000 });
        const waiting = fetch(simulator.url + '${ME}').catch(() => {});
        while (simulator.calls.me === 0) await new Promise(setImmediate);
        await simulator.stop();
        await waiting;
        console.log('stopped');
      })();`;
    const { stdout, stderr, status } = spawnSync(
      process.execPath,
      [
        '--require',
        '@backstage/cli-node/config/nodeTransform.cjs',
        '--eval',
        script,
      ],
      { cwd: resolve(__dirname), encoding: 'utf8', timeout: 30_000 },
    );
    expect([stdout, stderr, status]).toEqual(['stopped\n', '', 0]);
  }, 40_000);

  it('publishes what Databricks publishes, and nothing more', async () => {
    const { url } = await start();
    for (const name of ['oauth-authorization-server', 'openid-configuration']) {
      const response = await fetch(`${url}/oidc/.well-known/${name}`);
      expect(response.headers.get('content-type')).toMatch(
        /^application\/json/,
      );
      expect(await response.json()).toEqual({
        issuer: `${url}/oidc`,
        authorization_endpoint: `${url}/oidc/v1/authorize`,
        token_endpoint: `${url}/oidc/v1/token`,
        jwks_uri: `${url}/oidc/jwks.json`,
        scopes_supported: expect.arrayContaining(['all-apis', 'sql']),
        response_types_supported: ['code', 'id_token'],
        response_modes_supported: ['query', 'fragment', 'form_post'],
        grant_types_supported: [
          'client_credentials',
          'authorization_code',
          'refresh_token',
        ],
        code_challenge_methods_supported: ['S256'],
        token_endpoint_auth_methods_supported: [
          'client_secret_basic',
          'client_secret_post',
          'none',
        ],
        subject_types_supported: ['public'],
        id_token_signing_alg_values_supported: ['RS256'],
        claims_supported: expect.not.arrayContaining(['email']),
        request_uri_parameter_supported: false,
      });
    }
    const { keys } = await (await fetch(`${url}/oidc/jwks.json`)).json();
    expect(Object.keys(keys[0]).sort()).toEqual(
      ['alg', 'e', 'kid', 'kty', 'n', 'use'].sort(),
    );
  });

  it.each([
    '/',
    '/sql/warehouses',
    '/.well-known/oauth-authorization-server',
    '/.well-known/oauth-authorization-server/oidc',
    '/.well-known/databricks-config',
    '/oidc/v1/revoke',
    '/oidc/v1/introspect',
    '/oidc/v1/token/introspection',
    '/oidc/me',
    '/oidc/v1/token/',
    '/api/2.0/sql/warehouses/',
    '//',
  ])('answers its app for %s', async path => {
    const { url } = await start();
    const response = await fetch(url + path);
    expect(response.status).toBe(200);
    expect(response.headers.get('content-type')).toMatch(/^text\/html/);
    expect(await response.text()).toContain('Simulated Databricks');
  });

  it('survives requests that make no sense', async () => {
    const { url } = await start();
    const { hostname, port } = new URL(url);
    for (const text of [
      'nonsense\r\n\r\n',
      'GET // HTTP/1.1\r\nHost: x\r\n\r\n',
      'GET /api/2.0/sql/warehouses/%zz HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer x\r\n\r\n',
      'POST /oidc/v1/token HTTP/1.1\r\nHost: x\r\nContent-Length: 10\r\n\r\nabc',
    ]) {
      const socket = connect(Number(port), hostname);
      socket.on('error', () => {});
      socket.end(text);
      socket.resume();
      await once(socket, 'close');
    }
    const large = await fetch(`${url}/oidc/v1/token`, {
      method: 'POST',
      body: 'x'.repeat(1_000_000),
    }).catch(() => undefined);
    expect(large?.ok ?? false).toBe(false);
    expect((await fetch(url)).status).toBe(200);
  });
});

async function untilCalled(
  simulator: Simulator,
  endpoint: keyof Simulator['calls'],
): Promise<void> {
  const deadline = performance.now() + 5_000;
  while (simulator.calls[endpoint] === 0) {
    if (performance.now() > deadline) {
      throw new Error(`${endpoint} was not called within 5 s`);
    }
    await new Promise(setImmediate);
  }
}
