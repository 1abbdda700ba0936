import { TestDatabases } from '@backstage/backend-test-utils';
import { DatabaseConnectionUpkeepStore } from '../connections/DatabaseConnectionUpkeepStore';
import { databaseNowPlus } from '../database/databaseTime';
import { startGrants, TestGrants } from '../grants/__testUtils__/startGrants';
import { DatabaseTestResultStore } from './DatabaseTestResultStore';

jest.setTimeout(60_000);

const DAY_MS = 24 * 60 * 60 * 1000;
const databases = TestDatabases.create({ ids: ['POSTGRES_18', 'SQLITE_3'] });

describe.each(databases.eachSupportedId())('Kept results on %s', id => {
  let grants: TestGrants;
  let store: DatabaseTestResultStore;
  let grantId: string;

  beforeEach(async () => {
    grants = await startGrants({ knex: await databases.init(id) });
    store = new DatabaseTestResultStore(grants);
    const alice = await grants.connect();
    grantId = String((await grants.row(alice)).id);
  });

  afterEach(() => grants.stop());

  const save = (fabric: string, agoMs: number, ...refused: string[]) =>
    store.save({
      grantId,
      fabric,
      targetHash: 'hash',
      refused,
      problem: refused[0] ? { code: 'c', message: refused[0] } : undefined,
      startedAt: performance.now() - agoMs,
      checks: refused.map(it => ({ id: it, state: 'failed', message: it })),
    });
  const summary = async () =>
    (await store.list([grantId])).map(it => [it.fabric, ...it.refused]);

  it('are those of the test that began last, whichever ended last', async () => {
    await save('one', 60_000, 'compute', 'schema');
    await save('two', 30_000);
    expect(await store.list([grantId])).toEqual([
      expect.objectContaining({ fabric: 'two', refused: [] }),
      {
        grantId,
        fabric: 'one',
        targetHash: 'hash',
        testedAtMs: expect.any(Number),
        refused: ['compute', 'schema'],
        problem: { code: 'c', message: 'compute' },
      },
    ]);
    await save('one', 90_000, 'identity');
    expect(await summary()).toEqual([['two'], ['one', 'compute', 'schema']]);
    await save('one', 0, 'catalog');
    expect(await summary()).toEqual([['one', 'catalog'], ['two']]);
    const lines = await store.checks('one', [grantId]);
    expect(lines.get(grantId)).toEqual([
      { id: 'catalog', state: 'failed', message: 'catalog' },
    ]);
  });

  it('are without what is damaged', async () => {
    await save('one', 0, 'compute');
    await grants.knex('test_results').update({ problem: '{', checks: '[{' });
    expect(await summary()).toEqual([['one', 'compute']]);
    expect((await store.list([grantId]))[0].problem).toBeUndefined();
    const lines = await store.checks('one', [grantId]);
    expect(lines.get(grantId)).toEqual([]);
  });

  it('go with their grant, and after a quarter', async () => {
    await save('one', 0);
    await save('old', 0);
    await grants
      .knex('test_results')
      .where({ fabric: 'old' })
      .update({
        tested_at: databaseNowPlus(grants.knex, -91 * DAY_MS),
      });
    const upkeep = new DatabaseConnectionUpkeepStore(grants);
    expect(await upkeep.removeDead([], new AbortController().signal)).toBe(1);
    expect(await summary()).toEqual([['one']]);

    await grants.store.remove({}, [grantId]);
    expect(await grants.knex('test_results').select()).toEqual([]);
    await expect(save('one', 0)).rejects.toThrow();
  });
});
