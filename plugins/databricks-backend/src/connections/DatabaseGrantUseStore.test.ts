import { TestDatabases } from '@backstage/backend-test-utils';
import {
  startGrants,
  TestGrants,
  UserHolder,
} from '../grants/__testUtils__/startGrants';
import { USE_NOTE_MS } from './DatabaseConnectionStore';
import { DatabaseGrantUseStore } from './DatabaseGrantUseStore';

jest.setTimeout(60_000);

const databases = TestDatabases.create({ ids: ['POSTGRES_18', 'SQLITE_3'] });

describe.each(databases.eachSupportedId())(
  'The plugins that worked as somebody on %s',
  databaseId => {
    let grants: TestGrants;
    let store: DatabaseGrantUseStore;
    let alice: UserHolder;
    let id: string;

    beforeEach(async () => {
      grants = await startGrants({ knex: await databases.init(databaseId) });
      store = new DatabaseGrantUseStore({ knex: grants.knex });
      alice = await grants.connect();
      id = String((await grants.row(alice)).id);
    });

    afterEach(() => grants.stop());

    const names = async (grantId = id) =>
      (await store.list([grantId])).get(grantId)?.map(it => it.consumer);

    const grow = (consumer: string, byMs: number) =>
      grants.knex('grant_uses').where({ consumer }).decrement('used_at', byMs);

    it('are kept once each with when, the last one first, and noted again after half a day', async () => {
      await store.markUsedBy('scaffolder', [id]);
      await store.markUsedBy('reports', [id]);
      await grow('scaffolder', USE_NOTE_MS / 2);
      const first = (await store.list([id])).get(id)!;
      expect(first.map(it => it.consumer)).toEqual(['reports', 'scaffolder']);
      expect(Math.abs(Date.parse(first[0].at) - Date.now())).toBeLessThan(
        60_000,
      );

      await store.markUsedBy('scaffolder', [id]);
      expect((await store.list([id])).get(id)).toEqual(first);
      await grow('scaffolder', USE_NOTE_MS / 2 + 1_000);
      await grow('reports', 1_000);
      await store.markUsedBy('scaffolder', [id]);
      expect(await names()).toEqual(['scaffolder', 'reports']);
    });

    it('are those of each grant by itself, twenty of them at most', async () => {
      const bob = await grants.connect('user:default/bob');
      const bobs = String((await grants.row(bob)).id);
      for (let i = 0; i < 25; i += 1) {
        await store.markUsedBy(`plugin-${i}`, [id]);
        await grow(`plugin-${i}`, i * 60_000);
      }
      await store.markUsedBy('reports', [bobs]);
      await grow('reports', 60 * 60_000);
      const uses = await store.list([id, bobs]);
      expect(uses.get(id)?.map(it => it.consumer)).toEqual(
        Array.from({ length: 20 }, (_, i) => `plugin-${i}`),
      );
      expect(uses.get(bobs)).toHaveLength(1);
      expect(await store.list([])).toEqual(new Map());
    });

    it('go with the grant, and one that is gone hinders no other', async () => {
      const bob = await grants.connect('user:default/bob');
      const bobs = String((await grants.row(bob)).id);
      await store.markUsedBy('reports', [id]);
      await grants.knex('grants').where({ id }).delete();
      expect(await grants.knex('grant_uses').select()).toEqual([]);
      await store.markUsedBy('reports', [id, bobs]);
      expect(await names()).toBeUndefined();
      expect(await names(bobs)).toEqual(['reports']);
    });
  },
);
