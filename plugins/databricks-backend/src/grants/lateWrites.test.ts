import { TestDatabases } from '@backstage/backend-test-utils';
import {
  databaseNow,
  databaseNowPlus,
  toEpochMs,
} from '../database/databaseTime';
import { DatabaseGrantStore } from './DatabaseGrantStore';
import { mayBeSpent } from './Grant';
import { PatientWrites } from './PatientWrites';
import { codeOf } from './__testUtils__/codeOf';
import { eventually } from './__testUtils__/eventually';
import {
  startGrants,
  TestGrants,
  UserHolder,
} from './__testUtils__/startGrants';

jest.setTimeout(60_000);

const MINUTE = 60_000;
const databases = TestDatabases.create({ ids: ['POSTGRES_18', 'SQLITE_3'] });

describe.each(databases.eachSupportedId())('What comes late on %s', id => {
  let grants: TestGrants;
  let alice: UserHolder;

  beforeEach(async () => {
    grants = await startGrants({ knex: await databases.init(id) });
    alice = await grants.connect();
  });

  afterEach(() => grants.stop());

  it('is no lease on a row that somebody else has claimed and settled since it was read', async () => {
    const store = new DatabaseGrantStore(grants);
    const seen = await store.read(alice);
    const lease = (owner: string) => ({
      id: seen!.id,
      generation: 1,
      owner,
    });
    expect(await store.claim(lease('one'), seen!)).toBe(true);
    expect(await store.claim(lease('two'), seen!)).toBe(false);
    await store.fail(lease('one'), { code: 'throttled', retryInMs: 7_000 });
    expect(await store.claim(lease('two'), seen!)).toBe(false);

    const paused = await store.read(alice);
    expect(await store.claim(lease('two'), paused!)).toBe(true);
    await store.fail(lease('two'), {
      code: 'databricks_unavailable',
      retryInMs: 0,
      answerLost: true,
    });
    expect(await store.claim(lease('three'), paused!)).toBe(false);

    const lost = await store.read(alice);
    const free = { leaseUntilMs: undefined, generation: 1 };
    expect(lost).toMatchObject({ ...free, answerLost: true });
    expect(await store.claim(lease('three'), lost!)).toBe(true);
    await store.release(lease('three'));
    expect(await store.read(alice)).toEqual({
      ...lost,
      nowMs: expect.anything(),
      readAt: expect.anything(),
    });
    expect(await store.claim(lease('four'), lost!)).toBe(true);
    expect(await store.release(lease('three'))).toBe(false);
    expect((await store.read(alice))!.leaseUntilMs).toEqual(expect.any(Number));
  });

  it('is remembered of an owner that died, also by whoever takes its lease over and sends nothing', async () => {
    const store = new DatabaseGrantStore(grants);
    const { id: grantId } = await grants.row(alice);
    const lease = { id: String(grantId), generation: 1, owner: 'next' };
    await grants.knex('grants').update({
      lease_owner: 'dead',
      lease_until: databaseNowPlus(grants.knex, -1),
    });
    const seen = (await store.read(alice))!;
    expect([seen.answerLost, mayBeSpent(seen)]).toEqual([false, true]);
    expect(await store.claim(lease, seen)).toBe(true);
    await store.release(lease);
    expect(await store.read(alice)).toMatchObject({
      answerLost: true,
      leaseUntilMs: undefined,
    });
    const taken = (await store.read(alice))!;
    await store.claim(lease, taken);
    const tokens = {
      accessToken: 'a',
      rotated: false,
      receivedAtMs: 1,
      expiresAtMs: 2,
      scopes: [],
    };
    expect(await store.settle(lease, tokens)).toBe(true);
    expect(mayBeSpent((await store.read(alice))!)).toBe(false);
  });

  it('is no token of a connection that ended while its renewal was insisted on', async () => {
    const engine = grants.replica();
    await grants.age(alice, 20 * MINUTE);
    grants.simulator.faults.next('token', {
      kind: 'delay',
      delayMs: 400,
      processed: 'before',
    });
    const calls = grants.simulator.calls.token;
    const asked = codeOf(engine.token(alice, { minValidityMs: 25 * MINUTE }));
    await eventually(async () => grants.simulator.calls.token > calls);
    const { id: connection } = await grants.row(alice);
    // On another replica: this one is not told
    await grants.store.endConnection(alice.owner, String(connection));
    expect(await asked).toBe('not_connected');
  });

  it('are callers of a lease whose owner died: told in time, not that Databricks is away, with the database free for others', async () => {
    await grants.age(alice, -1);
    await grants.knex('grants').update({
      lease_owner: 'other',
      lease_until: databaseNowPlus(grants.knex, 29_000),
    });
    const patienceMs = 1_500;
    const engine = grants.replica(undefined, { patienceMs });
    const startedAt = performance.now();
    let waiting = 2;
    const codes = Promise.all(
      Array.from({ length: waiting }, (_, i) =>
        codeOf(engine.token(alice, { minValidityMs: i })).finally(() => {
          waiting -= 1;
        }),
      ),
    );
    const { pool } = grants.knex.client;
    let free = 0;
    while (waiting > 0) {
      await grants.knex.raw('select 1');
      free += pool.numUsed() === 0 ? 1 : 0;
      await new Promise(resolve => setTimeout(resolve, 5));
    }
    expect(new Set(await codes)).toEqual(new Set(['unavailable']));
    expect(performance.now() - startedAt).toBeLessThan(2 * patienceMs);
    expect(free).toBeGreaterThan(0);
    await engine.stop();
  });

  it('is what a stop waits for: all that has begun, and nothing begins', async () => {
    await grants.age(alice, -1);
    const engine = grants.replica();
    grants.simulator.faults.next('token', { kind: 'delay', delayMs: 200 });
    const asked = engine.token(alice);
    await engine.stop();
    expect(await grants.row(alice)).toMatchObject({
      generation: 2,
      lease_owner: null,
    });
    expect((await asked).source).toBe('refresh');

    await grants.age(alice, 10 * MINUTE);
    engine.forget(alice.owner);
    const calls = grants.simulator.calls.token;
    expect((await engine.token(alice)).source).toBe('database');
    expect(await engine.renew(alice)).toEqual({ kind: 'busy' });
    await engine.stop();
    expect(grants.simulator.calls.token).toBe(calls);
    expect(await grants.row(alice)).toMatchObject({
      generation: 2,
      lease_owner: null,
    });
  });

  it('is a renewal that nobody waits for when the stop comes first', async () => {
    const engine = grants.replica();
    const calls = grants.simulator.calls.token;
    const renewing = engine.renew(alice);
    await engine.stop();
    expect(await renewing).toEqual({ kind: 'busy' });
    expect(grants.simulator.calls.token).toBe(calls);
    expect(await grants.row(alice)).toMatchObject({ lease_owner: null });
  });

  it('is a pair that the database did not take: told, lost, and the next one says why', async () => {
    const { knex, simulator } = grants;
    const isPostgres = id !== 'SQLITE_3';
    await knex.raw(
      isPostgres
        ? `create function refuse() returns trigger as $$ begin raise exception 'read-only'; end $$ language plpgsql`
        : 'select 1',
    );
    await knex.raw(
      isPostgres
        ? `create trigger read_only before update of access_token on grants for each row execute function refuse()`
        : `create trigger read_only before update of access_token on grants begin select raise(abort, 'read-only'); end`,
    );
    const warn = jest.fn();
    const engine = grants.replica(undefined, {
      logger: { warn },
      writes: new PatientWrites({
        callerPatienceMs: 50,
        giveUpAfterMs: 300,
      }),
    });
    await grants.age(alice, -1);
    expect(await codeOf(engine.token(alice))).toBe('unavailable');
    expect(grants.events.map(it => it.outcome)).toEqual(['unavailable']);
    await eventually(async () => warn.mock.calls.length > 0);
    const { id: grantId } = await grants.row(alice);
    expect(warn.mock.calls).toEqual([
      [
        `The renewed tokens of the grant ${grantId} (user) are lost: the database could not be written in time`,
      ],
    ]);

    await knex.raw(
      isPostgres
        ? 'drop trigger read_only on grants'
        : 'drop trigger read_only',
    );
    await knex('grants').update({ lease_until: databaseNow(knex) });
    expect(await codeOf(engine.token(alice))).toBe('reconnect_required');
    expect(await grants.row(alice)).toMatchObject({
      reason_code: 'answer_lost',
    });
    expect(simulator.calls.token).toBe(3);
  });

  if (id !== 'SQLITE_3') {
    it('is a lease that was taken after all: it is given back, and tells of no lost answer', async () => {
      const { knex } = grants;
      await grants.age(alice, -1);
      const { lease_until: before } = await grants.row(alice);
      const calls = grants.simulator.calls.token;
      const other = await knex.transaction();
      await other('grants').update({ failures: 0 });
      const engine = grants.replica();
      expect(await codeOf(engine.token(alice))).toBe('unavailable');
      const statements: string[] = [];
      knex.on('query', ({ sql }) => statements.push(sql));
      await other.commit();
      await eventually(async () => statements.some(it => /update/.test(it)));
      await engine.stop();
      expect(await grants.row(alice)).toMatchObject({
        lease_owner: null,
        lease_until: before,
        generation: 1,
      });
      expect(grants.simulator.calls.token).toBe(calls);
    });

    it('is a result whose statement hung: the token ends when Databricks says, not later', async () => {
      const { knex } = grants;
      await grants.age(alice, -1);
      grants.simulator.faults.next('token', { kind: 'delay', delayMs: 300 });
      const calls = grants.simulator.calls.token;
      const asked = grants.replica().token(alice);
      await eventually(async () => grants.simulator.calls.token > calls);
      const other = await knex.transaction();
      await other('grants').update({ failures: 0 });
      const isWaiting = async () => {
        const { rows } = await knex.raw(
          `select 1 from pg_locks join pg_stat_activity using (pid) where not granted and datname = current_database()`,
        );
        return rows.length > 0;
      };
      await eventually(isWaiting);
      await other.commit();
      const { expiresAtMs } = await asked;
      const { access_token_expires_at: stored } = await grants.row(alice);
      expect(toEpochMs(stored as string)).toBe(Math.trunc(expiresAtMs));
    });
  }
});
