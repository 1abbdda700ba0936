import { setTimeout as delay } from 'node:timers/promises';
import type { RecordedResponse } from '../processes/BackendClient';
import { startTestPortal, type TestPortal } from './startTestPortal';
import { waitUntil } from '../waitUntil';

jest.setTimeout(300_000);

/** More than the pool of a backend holds. */
const MORE_THAN_A_POOL = 12;

describe('A sign-in while PostgreSQL is in trouble', () => {
  let portal: TestPortal;

  beforeAll(async () => {
    portal = await startTestPortal({ name: 'sign_in_trouble', replicas: 2 });
  });

  beforeEach(async () => {
    portal.proxy.restore();
    portal.simulator.faults.clear();
    await waitUntil(
      'The first replica is well',
      60_000,
      async () => (await portal.startSignIn(portal.replicas[0])).status === 201,
    );
    await portal.database.query('delete from sign_ins');
    await portal.database.query('delete from grants');
    // Nothing but the plugin's own database is to be missed
    const first = portal.replicas[0].client;
    await first.request('/api/databricks/fabrics', { as: 'alice' });
  });

  afterAll(() => portal?.stop());

  const rows = async (table: string) =>
    (await portal.database.query(`select * from ${table}`)).rows;

  const begin = async () => {
    const started = await portal.startSignIn(portal.replicas[0]);
    expect(started.status).toBe(201);
    return portal.signIn(started);
  };

  const tellingParts = ({ status, body, headers }: RecordedResponse) => ({
    status,
    code: JSON.parse(body).error?.code,
    retryAfter: headers.get('retry-after'),
  });

  const unavailable = {
    status: 503,
    code: 'unavailable',
    retryAfter: expect.stringMatching(/^[1-9][0-9]*$/),
  };

  /** What a sign-in that nobody was told about may leave: a whole row that expires by itself. */
  const wholeRow = expect.objectContaining({
    status: 'pending',
    consumed_at: null,
    code_verifier: expect.stringMatching(/^dbx1\.k1\./),
    key_id: 'k1',
    expires_at: expect.stringMatching(/^\d+$/),
  });

  /** Signs in on the first replica, which is well again, and asks the second one for a token. */
  async function connectAndAsk() {
    const [first, second] = portal.replicas;
    await waitUntil(
      'A sign-in can be started',
      60_000,
      async () => (await portal.startSignIn(first)).status === 201,
    );
    await portal.connect(first);
    return (await portal.ask(second)).status;
  }

  /** A sign-in whose code Databricks is exchanging at the moment. */
  async function beginAndCallBack() {
    const { replicas, simulator } = portal;
    const signIn = await begin();
    const calls = simulator.calls.token;
    simulator.faults.next('token', { kind: 'delay', delayMs: 1_500 });
    const page = portal.callBack(replicas[0], signIn);
    await waitUntil(
      'Databricks is called',
      10_000,
      () => simulator.calls.token > calls,
    );
    return { page, calls: calls + 1 };
  }

  it.each(['cut', 'hang'] as const)(
    'is not begun while the database is %s, and is when it is back',
    async trouble => {
      const { proxy, replicas } = portal;
      proxy[trouble]();
      const answer = await portal.startSignIn(replicas[0]);
      expect(tellingParts(answer)).toEqual(unavailable);
      proxy.restore();
      expect(await connectAndAsk()).toBe(200);
      const others = (await rows('sign_ins')).filter(
        it => it.status !== 'succeeded',
      );
      for (const row of others) {
        expect(row).toEqual(wholeRow);
      }
    },
  );

  it.each(['cut', 'hang'] as const)(
    'spends no code while the database is %s, and the user connects when it is back',
    async trouble => {
      const { proxy, replicas, simulator } = portal;
      const [first, second] = replicas;
      const signIn = await begin();
      const calls = simulator.calls.token;
      proxy[trouble]();
      const page = await portal.callBack(first, signIn);
      expect([page.status, page.body]).toEqual([
        400,
        expect.stringContaining('cannot reach its own database'),
      ]);
      expect(simulator.calls.token).toBe(calls);
      expect(await rows('grants')).toEqual([]);
      expect(await rows('sign_ins')).toMatchObject([
        { id: signIn.id, status: 'pending', consumed_at: null },
      ]);
      // The user reloads the page: another replica, whose database is well, finishes the same sign-in
      const again = await portal.callBack(second, signIn);
      expect(again.status).toBe(200);
      expect(simulator.calls.token).toBe(calls + 1);
      proxy.restore();
      expect(await connectAndAsk()).toBe(200);
    },
  );

  it.each(['cut', 'hang'] as const)(
    'is stored though the database was %s when Databricks answered',
    async trouble => {
      const { proxy, replicas, simulator } = portal;
      const { page, calls } = await beginAndCallBack();
      proxy[trouble]();
      await delay(4_000);
      expect(await rows('grants')).toEqual([]);
      proxy.restore();
      expect((await page).status).toBe(200);
      expect(simulator.calls.token).toBe(calls);
      expect(await rows('grants')).toMatchObject([{ status: 'connected' }]);
      expect((await portal.ask(replicas[1])).status).toBe(200);
      expect(simulator.calls.token).toBe(calls);
    },
  );

  it('whose tokens cannot be stored at all leaves nothing behind, and the next one succeeds', async () => {
    const { proxy } = portal;
    const { page } = await beginAndCallBack();
    proxy.cut();
    const { status, body } = await page;
    expect([status, body]).toEqual([
      400,
      expect.stringContaining('cannot reach its own database'),
    ]);
    expect(await rows('grants')).toEqual([]);
    proxy.restore();
    expect(await connectAndAsk()).toBe(200);
  });

  it('waits in vain for a connection of the pool when all are held, and nothing stays of it', async () => {
    const { database, replicas } = portal;
    await database.query('begin');
    await database.query('lock table sign_ins, grants');
    try {
      const answers = await Promise.all(
        Array.from({ length: MORE_THAN_A_POOL }, () =>
          portal.startSignIn(replicas[0]),
        ),
      );
      for (const answer of answers) {
        expect(tellingParts(answer)).toEqual(unavailable);
      }
    } finally {
      await database.query('rollback');
    }
    await waitUntil('The pool is free', 60_000, async () => {
      const { status } = await portal.ask(replicas[0]);
      return status !== 503;
    });
    for (const row of await rows('sign_ins')) {
      expect(row).toEqual(wholeRow);
    }
    await database.query('delete from sign_ins');
    expect(await connectAndAsk()).toBe(200);
  });
});
