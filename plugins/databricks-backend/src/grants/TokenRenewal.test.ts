import { setTimeout as delay } from 'node:timers/promises';
import { DatabricksServiceError } from '../errors';
import { codeOf } from './__testUtils__/codeOf';
import { eventually } from './__testUtils__/eventually';
import {
  startGrants,
  TestGrants,
  UserHolder,
} from './__testUtils__/startGrants';
import { GrantWaiters } from './GrantWaiters';
import { TokenEngine } from './TokenEngine';
import { TokenMemory } from './TokenMemory';

jest.setTimeout(60_000);

const MINUTE = 60_000;

describe('While something is wrong', () => {
  let grants: TestGrants;
  let alice: UserHolder;

  beforeEach(async () => {
    grants = await startGrants();
    alice = await grants.connect();
  });

  afterEach(() => grants.stop());

  it('a token in its refresh window is served through an outage of any length, and Databricks is not flooded', async () => {
    const engine = grants.replica();
    await grants.age(alice, 10 * MINUTE);
    grants.simulator.faults.next(
      'token',
      { kind: 'status', status: 503 },
      Infinity,
    );
    const calls = grants.simulator.calls.token;
    const deadline = performance.now() + 600;
    while (performance.now() < deadline) {
      await engine.token(alice);
      await delay(1);
    }
    expect(grants.simulator.calls.token).toBe(calls + 1);
    grants.simulator.faults.clear();
    await grants.endPause();
    const other = grants.replica();
    const { fingerprint } = await other.token(alice);
    await eventually(
      async () => (await other.token(alice)).fingerprint !== fingerprint,
    );
    expect(grants.simulator.calls.token).toBe(calls + 2);
  });

  it('nothing is renewed while an admin has paused it: not early, not unasked, not for who waits', async () => {
    const engine = grants.replica(undefined, {
      admit: async () => {
        throw new DatabricksServiceError('paused');
      },
    });
    await grants.age(alice, 10 * MINUTE);
    const before = await grants.row(alice);
    const calls = grants.simulator.calls.token;
    // In its refresh window: read, and to be renewed in the background
    await engine.token(alice);
    expect(await codeOf(engine.renew(alice))).toBe('paused');
    await grants.age(alice, -1);
    expect(await codeOf(engine.token(alice))).toBe('paused');
    await engine.stop();
    expect(grants.simulator.calls.token).toBe(calls);
    expect((await grants.row(alice)).generation).toBe(before.generation);
  });

  it('a rejected app connection is left alone for all its connections, until it is corrected', async () => {
    const engine = grants.replica();
    const bob = await grants.connect('user:default/bob');
    const secretOf = (holder: UserHolder, clientSecret: string) => ({
      ...holder,
      appConnection: { ...holder.appConnection, clientSecret },
    });
    await grants.age(alice, -1);
    await grants.age(bob, -1);
    const calls = grants.simulator.calls.token;
    expect(await codeOf(engine.token(secretOf(alice, 'wrong')))).toBe(
      'app_connection_rejected',
    );
    expect(await codeOf(engine.token(secretOf(bob, 'wrong')))).toBe(
      'app_connection_rejected',
    );
    expect(await codeOf(grants.replica().token(secretOf(alice, 'wrong')))).toBe(
      'app_connection_rejected',
    );
    expect(grants.simulator.calls.token).toBe(calls + 1);
    expect((await engine.token(alice)).source).toBe('refresh');
    expect((await engine.token(bob)).source).toBe('refresh');
  });

  it('a rejected app connection is tried once after its pause, by one of its connections, and again where that told nothing', async () => {
    const engine = grants.replica();
    const bob = await grants.connect('user:default/bob');
    const wrong = (holder: UserHolder) => ({
      ...holder,
      appConnection: { ...holder.appConnection, clientSecret: 'wrong' },
    });
    await grants.age(alice, -1);
    await grants.age(bob, -1);
    await codeOf(engine.token(wrong(alice)));
    const now = performance.now.bind(performance);
    const aMinuteLater = jest
      .spyOn(performance, 'now')
      .mockImplementation(() => now() + 60_000);
    await grants.endPause();
    const calls = grants.simulator.calls.token;
    grants.simulator.faults.next('token', {
      kind: 'status',
      status: 503,
      delayMs: 300,
    });
    const both = () =>
      Promise.all([alice, bob].map(it => codeOf(engine.token(wrong(it)))));
    expect((await both()).sort()).toEqual([
      'app_connection_rejected',
      'databricks_unavailable',
    ]);
    expect(grants.simulator.calls.token).toBe(calls + 1);

    await grants.endPause();
    grants.simulator.faults.next('token', { kind: 'delay', delayMs: 300 });
    expect(new Set(await both())).toEqual(new Set(['app_connection_rejected']));
    expect(grants.simulator.calls.token).toBe(calls + 2);
    await engine.stop();
    for (const holder of [alice, bob]) {
      expect(await grants.row(holder)).toMatchObject({
        lease_owner: null,
        status: 'connected',
      });
    }
    aMinuteLater.mockRestore();
  });

  it('asks no more often than a waiter polls where the row changes all the time', async () => {
    let reads = 0;
    const reader = {
      read: async () => {
        reads += 1;
        return {
          id: '9b1deb4d-3b7d-4bad-9bdd-2b0d7b3dcb6d',
          receivedAtMs: 0,
          expiresAtMs: 0,
          nowMs: 0,
          readAt: performance.now(),
        };
      },
    };
    const engine = new TokenEngine({
      reader: reader as never,
      vault: { accessToken: () => undefined } as never,
      memory: new TokenMemory(),
      renewal: { run: async () => ({ kind: 'lost' }) } as never,
      waiters: new GrantWaiters({
        store: {
          renewing: async () => [],
          readMany: async () => [],
        } as never,
      }),
      patienceMs: 300,
    });
    expect(await codeOf(engine.token(alice))).toBe('unavailable');
    // At least 12.5, 25, 50, 100 and 125 ms apart
    expect(reads).toBeLessThanOrEqual(8);
  });

  it('a service principal is rejected for its secret or its scopes, with that reason', async () => {
    const engine = grants.replica();
    const holder = { ...grants.servicePrincipal(), clientSecret: 'wrong' };
    await expect(engine.token(holder)).rejects.toMatchObject({
      code: 'service_principal_rejected',
      message: expect.stringContaining('secret'),
    });
    const scopes = {
      ...grants.servicePrincipal('other'),
      scopes: ['nonsense'],
    };
    await expect(engine.token(scopes)).rejects.toMatchObject({
      code: 'service_principal_rejected',
      message: expect.stringContaining('scopes'),
    });
    expect(await grants.row(scopes)).toMatchObject({
      status: 'rejected',
      reason_code: 'scopes_rejected',
    });

    // An outage tells nothing of the scopes; a network that is not let in stands in front of them
    const told = async (status: number, body = {}) => {
      await grants.endPause();
      grants.simulator.faults.next('token', { kind: 'status', status, body });
      const codes: unknown[] = [];
      for (const replica of [grants.replica(), grants.replica()]) {
        const error = await replica.token(scopes).catch(it => it);
        codes.push([error.code, /scopes/.test(error.message)]);
      }
      return codes;
    };
    expect(await told(503)).toEqual([
      ['databricks_unavailable', false],
      ['service_principal_rejected', true],
    ]);
    const message = 'blocked by Databricks IP ACL';
    expect(await told(403, { message })).toEqual([
      ['databricks_refused', false],
      ['databricks_refused', false],
    ]);
  });

  it('the tokens’ life counts from the call, and nobody is given less than the floor', async () => {
    const engine = grants.replica();
    await grants.age(alice, 59_000);
    grants.simulator.faults.next('token', { kind: 'delay', delayMs: 700 });
    const token = await engine.token(alice);
    expect(token.source).toBe('refresh');
    const row = await grants.row(alice);
    expect(
      Number(row.access_token_expires_at) - Number(row.refreshed_at),
    ).toBeLessThanOrEqual(3_600_000 - 600);
    expect(token.expiresAtMs).toBeLessThanOrEqual(
      Number(row.access_token_expires_at) + 100,
    );
  });

  it('a caller that gives up does not abandon the renewal, and a stop waits for it', async () => {
    const engine = grants.replica();
    await grants.age(alice, -1);
    grants.simulator.faults.next('token', { kind: 'delay', delayMs: 500 });
    engine.token(alice).catch(() => {});
    const calls = grants.simulator.calls.token;
    await eventually(async () => grants.simulator.calls.token > calls);
    await engine.stop();
    expect(await grants.row(alice)).toMatchObject({
      generation: 2,
      lease_owner: null,
    });
  });

  it('callers with other needs are served though one of them cannot be', async () => {
    const engine = grants.replica();
    const { fingerprint } = await grants.replica().token(alice);
    grants.simulator.faults.next('token', { kind: 'status', status: 503 });
    const codes = await Promise.all([
      codeOf(engine.token(alice, { rejectedFingerprint: fingerprint })),
      codeOf(engine.token(alice)),
    ]);
    expect(codes).toEqual(['databricks_unavailable', 'a token']);
  });

  it('a database that cannot be written spends no refresh token', async () => {
    const engine = grants.replica();
    await grants.age(alice, -1);
    await grants.knex.raw(
      `create trigger read_only before update on grants begin select raise(abort, 'read-only'); end`,
    );
    const calls = grants.simulator.calls.token;
    expect(await codeOf(engine.token(alice))).toBe('unavailable');
    expect(grants.simulator.calls.token).toBe(calls);
  });

  it('a database that fails after the call is written as soon as it comes back', async () => {
    const engine = grants.replica();
    await grants.age(alice, -1);
    await grants.knex.raw(
      `create trigger read_only before update of access_token on grants begin select raise(abort, 'read-only'); end`,
    );
    const asked = engine.token(alice);
    await delay(500);
    expect(await grants.row(alice)).toMatchObject({ generation: 1 });
    await grants.knex.raw('drop trigger read_only');
    expect((await asked).source).toBe('refresh');
    expect(await grants.row(alice)).toMatchObject({
      generation: 2,
      lease_owner: null,
    });
  });
});
