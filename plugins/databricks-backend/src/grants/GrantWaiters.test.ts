import { TestDatabases } from '@backstage/backend-test-utils';
import { databaseNowPlus } from '../database/databaseTime';
import { DatabaseGrantStore } from './DatabaseGrantStore';
import { Grant } from './Grant';
import { GrantWaiters } from './GrantWaiters';
import { codeOf } from './__testUtils__/codeOf';
import { eventually } from './__testUtils__/eventually';
import { startGrants, TestGrants } from './__testUtils__/startGrants';

jest.setTimeout(60_000);

const USERS = Array.from({ length: 40 }, (_, i) => `user:default/user-${i}`);
const databases = TestDatabases.create({ ids: ['POSTGRES_18', 'SQLITE_3'] });

describe.each(databases.eachSupportedId())('Those who wait on %s', id => {
  let grants: TestGrants;
  let waiters: GrantWaiters;
  /** All of them are renewed by another replica. */
  let renewed: Grant[];

  const patience = (ms = 10_000) => {
    const askedAt = performance.now();
    return { askedAt, giveUpAt: askedAt + ms };
  };
  const leaseEndsIn = (ms: number) => ({
    lease_owner: 'other',
    lease_until: databaseNowPlus(grants.knex, ms),
  });
  const rows = (some: Grant[]) =>
    grants.knex('grants').whereIn(
      'id',
      some.map(it => it.id),
    );

  beforeEach(async () => {
    grants = await startGrants({ knex: await databases.init(id) });
    const holders = [await grants.connect(USERS[0])];
    await grants.knex.transaction(async trx => {
      for (const userEntityRef of USERS.slice(1)) {
        const { workspaceUrl, appConnection } = holders[0];
        await grants.store.putConnection(trx, {
          requestedAt: performance.now(),
          userEntityRef,
          issuer: workspaceUrl,
          appConnection: appConnection.name,
          clientId: appConnection.clientId,
          databricksUser: { id: userEntityRef, userName: userEntityRef },
          tokens: {
            accessToken: 'access',
            refreshToken: 'refresh',
            expiresInSeconds: 3_600,
            scopes: [],
          },
        });
        holders.push({ ...holders[0], owner: userEntityRef });
      }
    });
    await grants.knex('grants').update(leaseEndsIn(20_000));
    const store = new DatabaseGrantStore(grants);
    renewed = await Promise.all(
      holders.map(async holder => (await store.read(holder))!),
    );
    waiters = new GrantWaiters({ store });
  });

  afterEach(() => grants.stop());

  it('look with one statement at all their rows, and read what is over with one more', async () => {
    const statements: string[] = [];
    grants.knex.on('query', ({ sql }) => statements.push(sql));
    const reads = () => statements.filter(sql => /refresh_token/.test(sql));
    const got: (Grant | undefined)[] = [];
    const waiting = renewed.flatMap(grant =>
      [1, 2, 3].map(async () => {
        got.push(await waiters.next(grant, patience()));
      }),
    );
    await eventually(async () => statements.length >= 3);
    expect(got).toEqual([]);
    expect(reads()).toEqual([]);

    const [first, ...others] = renewed;
    await rows([first]).update({ generation: 2, lease_until: null });
    await eventually(async () => got.length > 0);
    expect(got).toEqual(
      Array(3).fill(expect.objectContaining({ id: first.id, generation: 2 })),
    );
    expect(reads()).toHaveLength(1);

    await rows(others).update(leaseEndsIn(0));
    await Promise.all(waiting);
    expect(new Set(got.map(grant => grant?.id)).size).toBe(USERS.length);
    expect(reads()).toHaveLength(2);
    expect(statements.length).toBeLessThan(USERS.length);
  });

  it('are told of what is renewed anew, of what is gone, and of a lease from before the clock was set back', async () => {
    const [anew, gone, ahead, patient] = renewed;
    const waiting = [anew, gone, ahead].map(it => waiters.next(it, patience()));
    let isOver = false;
    const going = waiters.next(patient, patience()).finally(() => {
      isOver = true;
    });
    await rows([anew]).update({ generation: 2 });
    await rows([gone]).delete();
    await rows([ahead]).update(leaseEndsIn(10 * 60_000));
    const [first, second, third] = await Promise.all(waiting);
    expect(first).toMatchObject({ id: anew.id, generation: 2 });
    expect(second).toBeUndefined();
    expect(third).toMatchObject({ id: ahead.id, generation: 1 });
    expect(isOver).toBe(false);
    await rows([patient]).delete();
    expect(await going).toBeUndefined();
  });

  it('give up each in their own time', async () => {
    const [early, impatient] = renewed;
    const waiting = waiters.next(early, patience());
    const left = waiters.next(impatient, patience(100));
    expect(await left).toMatchObject({ id: impatient.id, generation: 1 });
    await rows([early]).delete();
    expect(await waiting).toBeUndefined();
  });

  it('do not slow down who comes later', async () => {
    const [long, late] = renewed;
    const now = performance.now();
    const timers = jest.spyOn(globalThis, 'setTimeout');
    // Deadlines of statements are longer
    const pauses = () =>
      timers.mock.calls.map(([, ms = 0]) => ms).filter(ms => ms <= 250);
    const waiting = [
      waiters.next(long, { askedAt: now - 10_000, giveUpAt: now + 10_000 }),
      // Has just asked, however slow the machine is
      waiters.next(late, { askedAt: now + 10_000, giveUpAt: now + 10_000 }),
    ];
    const atOnce = pauses();
    while (pauses().length < 4) {
      await new Promise(setImmediate);
    }
    const afterLooks = pauses().slice(2);
    timers.mockRestore();
    expect(atOnce[0]).toBeGreaterThanOrEqual(125);
    expect(atOnce[1]).toBeLessThanOrEqual(25);
    expect(Math.max(...afterLooks)).toBeLessThanOrEqual(25);
    await rows([long, late]).delete();
    expect(await Promise.all(waiting)).toEqual([undefined, undefined]);
  });

  it('are told that the database is away, all of them, and can wait again', async () => {
    const some = renewed.slice(0, 3);
    await grants.knex.schema.renameTable('grants', 'away');
    const codes = await Promise.all(
      some.map(grant => codeOf(waiters.next(grant, patience()))),
    );
    expect(codes).toEqual(['unavailable', 'unavailable', 'unavailable']);
    await grants.knex.schema.renameTable('away', 'grants');
    await rows(some).update(leaseEndsIn(0));
    expect(await waiters.next(some[0], patience())).toMatchObject({
      id: some[0].id,
    });
  });
});
