import { inspect } from 'node:util';
import { Endpoint } from './Endpoint';
import { Simulator } from './Simulator';
import { startSimulator } from './startSimulator';
import {
  CONFIDENTIAL,
  createTestClient,
  getWith,
  ROBOT,
} from './__testUtils__/createTestClient';

describe('A fault', () => {
  let simulator: Simulator;
  let accessToken: string;

  beforeAll(async () => {
    simulator = await startSimulator({
      clients: [CONFIDENTIAL],
      servicePrincipals: [ROBOT],
      refreshTokens: 'singleUse',
    });
    const robot = await createTestClient(simulator, ROBOT);
    ({ access_token: accessToken } = await robot.clientCredentials());
  });

  afterEach(() => simulator.faults.clear());

  afterAll(() => simulator.stop());

  const me = (init?: RequestInit) =>
    fetch(`${simulator.url}/api/2.0/preview/scim/v2/Me`, {
      ...init,
      headers: { authorization: `Bearer ${accessToken}` },
    });

  it.each<[Endpoint, string]>([
    ['authorize', '/oidc/v1/authorize'],
    ['token', '/oidc/v1/token'],
    ['me', '/api/2.0/preview/scim/v2/Me'],
    ['warehouse', '/api/2.0/sql/warehouses/a'],
    ['cluster', '/api/2.1/clusters/get?cluster_id=a'],
    ['jobs', '/api/2.2/jobs/list'],
  ])('of %s meets that endpoint, and no other', async (endpoint, path) => {
    const fault = { kind: 'status', status: 418 } as const;
    for (const other of Object.keys(simulator.calls) as Endpoint[]) {
      if (other !== endpoint) {
        simulator.faults.next(other, fault);
      }
    }
    const get = () => getWith(accessToken, simulator.url + path);
    expect((await get()).status).not.toBe(418);
    const before = simulator.calls[endpoint];
    simulator.faults.next(endpoint, fault);
    expect((await get()).status).toBe(418);
    expect(simulator.calls[endpoint]).toBe(before + 1);
    expect((await get()).status).not.toBe(418);
  });

  it('waits for its turn, as often as it was asked to, until cleared', async () => {
    const { faults } = simulator;
    faults.next('me', { kind: 'status', status: 500 }, 2);
    faults.next('me', { kind: 'status', status: 503 });
    faults.next('me', { kind: 'status', status: 429 }, Infinity);
    const statuses = [];
    for (let i = 0; i < 6; i += 1) {
      statuses.push((await me()).status);
    }
    expect(statuses).toEqual([500, 500, 503, 429, 429, 429]);
    faults.clear();
    expect((await me()).status).toBe(200);
  });

  it('that makes no sense is refused', () => {
    const { faults } = simulator;
    expect(() =>
      faults.next('me', { kind: 'callback', parameters: {} }),
    ).toThrow('Only authorize');
    expect(() => faults.next('me', { kind: 'drop' }, 0)).toThrow(
      'at least one',
    );
  });

  it('status: answers with any status, body and headers', async () => {
    simulator.faults.next('token', {
      kind: 'status',
      status: 429,
      headers: { 'Retry-After': '7', 'content-type': 'text/html' },
      body: '<h1>Busy</h1>',
    });
    const robot = await createTestClient(simulator, ROBOT);
    const issued = simulator.tokens.accessTokens.length;
    const error = await robot.clientCredentials().catch(it => it);
    const response: Response = error.cause;
    expect(response.status).toBe(429);
    expect(response.headers.get('retry-after')).toBe('7');
    expect(response.headers.get('content-type')).toBe('text/html');
    expect(simulator.tokens.accessTokens).toHaveLength(issued);

    simulator.faults.next('token', {
      kind: 'status',
      status: 400,
      body: { error: 'invalid_request', error_description: 'Throttled' },
    });
    await expect(robot.clientCredentials()).rejects.toMatchObject({
      error_description: 'Throttled',
    });
  });

  it('status, processed: the refresh token is spent though the answer says otherwise', async () => {
    const client = await createTestClient(simulator, CONFIDENTIAL);
    const { refresh_token: refreshToken } = await client.connect();
    simulator.faults.next('token', { kind: 'status', status: 503 });
    await expect(client.refresh(refreshToken!)).rejects.toThrow();
    simulator.faults.next('token', {
      kind: 'status',
      status: 503,
      processed: true,
    });
    await expect(client.refresh(refreshToken!)).rejects.toThrow();
    await expect(client.refresh(refreshToken!)).rejects.toMatchObject({
      error_description: 'Refresh token is invalid',
    });
  });

  it('delay: answers rightly, but late, and goes with every other fault', async () => {
    const timed = async () => {
      const startedAt = performance.now();
      const { status } = await me();
      return { status, ms: performance.now() - startedAt };
    };
    simulator.faults.next('me', { kind: 'delay', delayMs: 150 });
    const late = await timed();
    expect(late.status).toBe(200);
    expect(late.ms).toBeGreaterThanOrEqual(140);

    simulator.faults.next('me', { kind: 'status', status: 500, delayMs: 150 });
    const lateAndWrong = await timed();
    expect(lateAndWrong.status).toBe(500);
    expect(lateAndWrong.ms).toBeGreaterThanOrEqual(140);
  });

  it.each(['before', 'after'] as const)(
    'delay, processed %s: the refresh token is spent though the caller gave up',
    async processed => {
      const client = await createTestClient(simulator, CONFIDENTIAL);
      const { refresh_token: refreshToken } = await client.connect();
      const isLive = () =>
        simulator.tokens.refreshTokens.some(it => it.token === refreshToken);
      simulator.faults.next('token', {
        kind: 'delay',
        delayMs: 300,
        processed,
      });
      await expect(
        fetch(`${simulator.url}/oidc/v1/token`, {
          method: 'POST',
          signal: AbortSignal.timeout(100),
          body: new URLSearchParams({
            grant_type: 'refresh_token',
            refresh_token: refreshToken!,
            client_id: CONFIDENTIAL.clientId,
            client_secret: CONFIDENTIAL.clientSecret,
          }),
        }),
      ).rejects.toThrow('timeout');
      expect(isLive()).toBe(processed === 'after');
      const deadline = performance.now() + 5_000;
      while (isLive() && performance.now() < deadline) {
        await new Promise(resolve => setTimeout(resolve, 10));
      }
      expect(isLive()).toBe(false);
    },
  );

  it('drip: sends the right body in pieces', async () => {
    simulator.faults.next('me', { kind: 'drip', bytes: 100, intervalMs: 30 });
    const startedAt = performance.now();
    const response = await me();
    const headersMs = performance.now() - startedAt;
    const body = await response.text();
    const pieces = Math.ceil(body.length / 100);
    expect(pieces).toBeGreaterThan(2);
    expect(JSON.parse(body)).toMatchObject({ userName: 'robot' });
    expect(performance.now() - startedAt - headersMs).toBeGreaterThanOrEqual(
      (pieces - 2) * 25,
    );
  });

  it('drip: ends when the caller leaves', async () => {
    simulator.faults.next('me', { kind: 'drip', intervalMs: 20 });
    const controller = new AbortController();
    const response = await me({ signal: controller.signal });
    controller.abort();
    await expect(response.text()).rejects.toThrow('aborted');
    expect((await me()).status).toBe(200);
  });

  it('truncate: ends properly in the middle of the body', async () => {
    const whole = await (await me()).text();
    simulator.faults.next('me', { kind: 'truncate' });
    simulator.faults.next('me', { kind: 'truncate', bytes: 10 });
    simulator.faults.next('me', { kind: 'truncate', bytes: 0 });
    expect(await (await me()).text()).toBe(
      whole.slice(0, Math.floor(whole.length / 2)),
    );
    expect(await (await me()).text()).toBe(whole.slice(0, 10));
    expect(await (await me()).text()).toBe('');
  });

  it('oversize: sends as much as was asked for, and it is still JSON', async () => {
    simulator.faults.next('me', { kind: 'oversize', bytes: 1_000_000 });
    const response = await me();
    expect(response.headers.get('content-length')).toBeNull();
    const body = await response.text();
    expect(body).toHaveLength(1_000_000);
    expect(JSON.parse(body)).toMatchObject({ userName: 'robot' });
  });

  it('oversize: stops when the caller has had enough', async () => {
    simulator.faults.next('me', { kind: 'oversize', bytes: Infinity });
    const response = await me();
    const reader = response.body!.getReader();
    await reader.read();
    await reader.cancel();
    expect((await me()).status).toBe(200);
  });

  it('drop: resets the connection before anything happens, or after it did', async () => {
    const client = await createTestClient(simulator, CONFIDENTIAL);
    const first = await client.connect();
    simulator.faults.next('token', { kind: 'drop' });
    await expectReset(client.refresh(first.refresh_token!));
    const second = await client.refresh(first.refresh_token!);

    simulator.faults.next('token', { kind: 'drop', when: 'afterProcessing' });
    await expectReset(client.refresh(second.refresh_token!));
    await expect(client.refresh(second.refresh_token!)).rejects.toMatchObject({
      error_description: 'Refresh token is invalid',
    });
  });

  it('drop: ends the connection in the middle of the body', async () => {
    simulator.faults.next('me', { kind: 'drop', when: 'duringBody' });
    const response = await me();
    expect(response.status).toBe(200);
    await expect(response.text()).rejects.toThrow('terminated');
  });

  it('fields: replaces and removes fields of a successful answer', async () => {
    const client = await createTestClient(simulator, CONFIDENTIAL);
    simulator.faults.next('token', {
      kind: 'fields',
      fields: { expires_in: 7, scope: 'sql', refresh_token: undefined },
    });
    const tokens = await client.connect();
    expect(tokens).toEqual({
      access_token: expect.any(String),
      token_type: 'bearer',
      expires_in: 7,
      scope: 'sql',
    });
    simulator.faults.next('me', {
      kind: 'fields',
      fields: { userName: 'somebody@else.example' },
    });
    expect(await (await me()).json()).toMatchObject({
      userName: 'somebody@else.example',
      displayName: 'robot',
    });

    simulator.faults.next('token', {
      kind: 'fields',
      fields: { error: 'replaced' },
    });
    await expect(client.refresh('doau-unknown')).rejects.toMatchObject({
      error: 'invalid_request',
    });
  });
});

async function expectReset(request: Promise<unknown>): Promise<void> {
  const error = await request.catch(it => it);
  expect(inspect(error)).toContain("code: 'ECONNRESET'");
}
