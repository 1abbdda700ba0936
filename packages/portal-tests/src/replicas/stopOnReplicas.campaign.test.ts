import {
  startBackendProcess,
  type BackendProcess,
} from '../processes/startBackendProcess';
import { startTestPortal, type TestPortal } from './startTestPortal';
import { waitUntil } from '../waitUntil';

jest.setTimeout(300_000);

/** Twice what a stop grants to what is in flight. */
const STOP_BOUND_MS = 30_000;

const KEPT_ALIVE = ['alice', 'bob'];

describe('A backend that is told to stop', () => {
  let portal: TestPortal;
  let doomed: BackendProcess;

  beforeAll(async () => {
    portal = await startTestPortal({ name: 'stop', replicas: 1 });
  });

  beforeEach(async () => {
    portal.simulator.faults.clear();
    doomed = await startBackendProcess(portal.options);
  });

  afterEach(() => doomed.kill());
  afterAll(() => portal?.stop());

  /** Databricks has spent code or refresh token, and takes nearly all of a call's time to say what is new. */
  function answerLate(times = 1) {
    portal.simulator.faults.next(
      'token',
      { kind: 'delay', delayMs: 8_000, processed: 'before' },
      times,
    );
  }

  /** The process is told to stop once Databricks was called so often. */
  async function stopAfterCalls(calls: number) {
    await waitUntil(
      'Databricks is called',
      90_000,
      () => portal.simulator.calls.token >= calls,
    );
    const startedAt = performance.now();
    const code = await doomed.stop();
    expect(code).toBe(0);
    expect(performance.now() - startedAt).toBeLessThan(STOP_BOUND_MS);
  }

  const grants = async () =>
    (
      await portal.database.query(
        'select owner, status, lease_until, reason_code from grants order by owner',
      )
    ).rows;

  const stored = (user: string) => ({
    owner: `user:default/${user}`,
    status: 'connected',
    lease_until: null,
    reason_code: null,
  });

  it('stores a refresh that is in flight, and others need neither a refresh nor a reconnect', async () => {
    const { replicas, simulator } = portal;
    await portal.connect(replicas[0]);
    await portal.expire();
    const calls = simulator.calls.token;
    answerLate();
    const asked = portal.ask(doomed).catch(() => {});
    await stopAfterCalls(calls + 1);
    await asked;
    expect(await grants()).toEqual([stored('alice')]);
    expect((await portal.ask(replicas[0])).status).toBe(200);
    expect(simulator.calls.token).toBe(calls + 1);
  });

  it('stores a sign-in whose code is being exchanged, and its browser gets the page', async () => {
    const { database, replicas, simulator } = portal;
    await database.query('delete from grants');
    const started = await portal.startSignIn(doomed);
    const signIn = await portal.signIn(started);
    const calls = simulator.calls.token;
    answerLate();
    const [page] = await Promise.all([
      portal.callBack(doomed, signIn),
      stopAfterCalls(calls + 1),
    ]);
    expect([page.status, page.body]).toEqual([
      200,
      expect.stringContaining('Connected'),
    ]);
    const { body } = await replicas[0].client.request(
      `/api/databricks/sign-ins/${signIn.id}`,
      { as: 'alice' },
    );
    expect(JSON.parse(body)).toMatchObject({ status: 'succeeded' });
    expect(await grants()).toEqual([stored('alice')]);
    expect((await portal.ask(replicas[0])).status).toBe(200);
    expect(simulator.calls.token).toBe(calls + 1);
  });

  it('stores what keep-alive renews at the moment', async () => {
    const { database, replicas, simulator } = portal;
    for (const as of KEPT_ALIVE) {
      await portal.connect(replicas[0], { as });
    }
    await database.query(
      `update grants set used_at = refresh_token_received_at, refresh_token_received_at = refresh_token_received_at - 4 * 86400000::bigint`,
    );
    // Whichever replica's turn it is: the other one is not to take it
    await replicas[0].stop();
    const calls = simulator.calls.token;
    answerLate(KEPT_ALIVE.length);
    await database.query(
      `update backstage_backend_tasks__tasks set next_run_start_at = now() where id = 'databricks-keep-alive'`,
    );
    await stopAfterCalls(calls + KEPT_ALIVE.length);
    expect(await grants()).toEqual(KEPT_ALIVE.map(stored));
    const next = await startBackendProcess(portal.options);
    try {
      for (const as of KEPT_ALIVE) {
        expect((await portal.ask(next, { as })).status).toBe(200);
      }
      await portal.expire();
      for (const as of KEPT_ALIVE) {
        expect((await portal.ask(next, { as })).status).toBe(200);
      }
      expect(simulator.calls.token).toBe(calls + 2 * KEPT_ALIVE.length);
    } finally {
      await next.kill();
    }
  });
});
