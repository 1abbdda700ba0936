import { setTimeout as delay } from 'node:timers/promises';
import {
  startSimulator,
  type Simulator,
} from '@backstage-databricks/databricks-simulator';
import { startTestPortal, type TestPortal } from './startTestPortal';
import type { BackendProcess } from '../processes/startBackendProcess';
import { waitUntil } from '../waitUntil';

jest.setTimeout(600_000);

/** A lease, and a moment. */
const LEASE_MS = 31_000;

/** Twice what a replica may remember. */
const STALENESS_BOUND_MS = 20_000;

describe('Tokens while PostgreSQL or a process is in trouble', () => {
  /** A workspace of the same account whose refresh tokens can be used again. */
  let lenient: Simulator;
  let portal: TestPortal;

  beforeAll(async () => {
    lenient = await startSimulator({ refreshTokens: 'multiUse' });
    const compute = { type: 'sql', owner: '*', warehouseId: 'abc123' };
    portal = await startTestPortal({
      name: 'trouble',
      replicas: 2,
      simulator: { account: lenient.account },
      databricks: workspaceUrl => ({
        fabrics: {
          everybody: { ...compute, workspaceUrl },
          lenient: { ...compute, workspaceUrl: lenient.url },
        },
      }),
    });
    for (const replica of portal.replicas) {
      await replica.client.token('alice');
    }
  });

  beforeEach(async () => {
    const [first] = portal.replicas;
    portal.proxy.restore();
    portal.simulator.faults.clear();
    await waitUntil(
      'Alice can sign in',
      60_000,
      async () => (await portal.startSignIn(first)).status === 201,
    );
    await portal.connect(first);
    await portal.database.query('delete from sign_ins');
    await portal.expire();
  });

  afterAll(async () => {
    await portal?.stop();
    await lenient?.stop();
  });

  const ask = (replica: BackendProcess, fabric?: string) =>
    portal.ask(replica, { fabric });

  const grant = async ({ url } = portal.simulator) => {
    const { rows } = await portal.database.query(
      'select * from grants where issuer = $1',
      [url],
    );
    return rows[0];
  };

  const recovered = (replica: BackendProcess, fabric?: string) =>
    waitUntil(
      'A token again',
      60_000,
      async () => (await ask(replica, fabric)).status === 200,
    );

  async function called(before: number, { calls } = portal.simulator) {
    await waitUntil('Databricks is called', 10_000, () => calls.token > before);
  }

  it.each(['cut', 'hang'] as const)(
    'spends no refresh token while the database is %s, and recovers without a restart',
    async trouble => {
      const { proxy, replicas, simulator } = portal;
      const [replica] = replicas;
      // Backstage keeps the keys of its own tokens in the same database; from now on it has them in memory
      await recovered(replica);
      await portal.expire();
      const calls = simulator.calls.token;
      proxy[trouble]();
      const startedAt = performance.now();
      const answer = await ask(replica);
      expect([answer.status, answer.body]).toEqual([
        503,
        expect.stringContaining('database'),
      ]);
      expect(performance.now() - startedAt).toBeLessThan(20_000);
      expect(simulator.calls.token).toBe(calls);
      proxy.restore();
      await recovered(replica);
      expect(simulator.calls.token).toBe(calls + 1);
    },
  );

  it.each(['cut', 'hang'] as const)(
    'stores what was renewed though the database was %s when the answer came',
    async trouble => {
      const { proxy, replicas, simulator } = portal;
      const [replica, other] = replicas;
      simulator.faults.next('token', { kind: 'delay', delayMs: 1_500 });
      const calls = simulator.calls.token;
      const asked = ask(replica);
      await called(calls);
      proxy[trouble]();
      await delay(4_000);
      proxy.restore();
      await asked;
      await recovered(other);
      expect(simulator.calls.token).toBe(calls + 1);
      expect(await grant()).toMatchObject({
        status: 'connected',
        lease_owner: null,
      });
    },
  );

  it('a process that was paused beyond its lease overwrites nothing', async () => {
    const { replicas, simulator } = portal;
    const [paused, other] = replicas;
    simulator.faults.next('token', { kind: 'delay', delayMs: 120_000 });
    const calls = simulator.calls.token;
    const late = ask(paused);
    await called(calls);
    process.kill(paused.pid, 'SIGSTOP');
    await delay(LEASE_MS);
    await recovered(other);
    const before = await grant();
    process.kill(paused.pid, 'SIGCONT');
    await late;
    await recovered(paused);
    expect(await grant()).toMatchObject({
      generation: before.generation,
      refresh_token: before.refresh_token,
      status: 'connected',
      failures: 0,
    });
  });

  it('a process that was paused with a new pair in its hands does not overwrite a newer one', async () => {
    const { database, proxy, replicas } = portal;
    const [paused, other] = replicas;
    await portal.connect(paused, { fabric: 'lenient' });
    await portal.expire();
    lenient.expireAccessTokens();
    const calls = lenient.calls.token;
    lenient.faults.next('token', { kind: 'delay', delayMs: 1_500 });
    const late = ask(paused, 'lenient');
    await called(calls, lenient);
    proxy.hang();
    await waitUntil(
      'Databricks has answered',
      10_000,
      () => lenient.tokens.accessTokens.length === 1,
    );
    // The process has sent its statement, and this hangs on the way
    await delay(1_000);
    process.kill(paused.pid, 'SIGSTOP');
    await delay(LEASE_MS);
    await recovered(other, 'lenient');
    expect(lenient.calls.token).toBe(calls + 2);
    const newer = await grant(lenient);
    proxy.restore();
    process.kill(paused.pid, 'SIGCONT');
    await late;
    await recovered(paused, 'lenient');
    expect(await grant(lenient)).toMatchObject({
      generation: newer.generation,
      access_token: newer.access_token,
      refresh_token: newer.refresh_token,
      status: 'connected',
      lease_owner: null,
      failures: 0,
    });
    // The statement has arrived and ended
    const { rows } = await database.query(
      `select 1 from pg_stat_activity where datname = current_database() and state = 'active' and query like 'update%grants%'`,
    );
    expect(rows).toEqual([]);
    expect(lenient.calls.token).toBe(calls + 2);
  });

  it('a disconnect on one replica ends what the other one serves, within the promised time', async () => {
    const { replicas, simulator } = portal;
    const [first, other] = replicas;
    for (const replica of replicas) {
      await recovered(replica);
    }
    const { id } = await grant();
    const calls = simulator.calls.token;
    const { status } = await first.client.request(
      `/api/databricks/connections/${id}`,
      { method: 'DELETE', as: 'alice' },
    );
    expect(status).toBe(200);
    expect((await ask(first)).status).toBe(409);
    await waitUntil(
      'The other one knows',
      STALENESS_BOUND_MS,
      async () => (await ask(other)).status === 409,
    );
    const refused = await ask(other);
    expect([refused.status, refused.body]).toEqual([
      409,
      expect.stringContaining('not_connected'),
    ]);
    expect(simulator.calls.token).toBe(calls);
  });

  it('a process that dies after the call costs at most this connection, with its true reason', async () => {
    const { replicas, simulator } = portal;
    const [, other] = replicas;
    simulator.faults.next('token', {
      kind: 'delay',
      delayMs: 60_000,
      processed: 'before',
    });
    const calls = simulator.calls.token;
    ask(other).catch(() => {});
    await called(calls);
    await other.kill();
    await waitUntil(
      'The lease is over',
      60_000,
      async () => (await ask(replicas[0])).status === 409,
    );
    expect(await grant()).toMatchObject({
      status: 'reconnect_required',
      reason_code: 'answer_lost',
      refresh_token: null,
    });
  });
});
