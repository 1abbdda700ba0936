import { mockServices, TestDatabases } from '@backstage/backend-test-utils';
import { Knex } from 'knex';
import { openDatabase } from '../database/migrate';
import {
  DatabaseDefinitionStore,
  DefinitionChange,
  StoredDefinition,
} from './DatabaseDefinitionStore';

jest.setTimeout(60_000);

describe('DatabaseDefinitionStore', () => {
  const databases = TestDatabases.create({
    ids: ['SQLITE_3', 'POSTGRES_18'],
  });

  async function open(id: Parameters<typeof databases.init>[0]): Promise<{
    knex: Knex;
    store: DatabaseDefinitionStore;
    put: (...changes: Partial<DefinitionChange>[]) => Promise<boolean>;
  }> {
    const client = await databases.init(id);
    const knex = await openDatabase({
      database: mockServices.database.mock({ getClient: async () => client }),
      logger: mockServices.logger.mock(),
    });
    const store = new DatabaseDefinitionStore({ knex });
    return {
      knex,
      store,
      put: async (...changes) =>
        (await store.put(
          changes.map(change => ({
            kind: 'fabric',
            name: 'reports',
            definition: {},
            clientSecret: undefined,
            replaces: undefined,
            updatedBy: 'user:default/bob',
            ...change,
          })),
        )) !== undefined,
    };
  }

  it.each(databases.eachSupportedId())(
    'keeps a secret as it is, and writes all changes or none, in %s',
    async id => {
      const { store, put } = await open(id);
      const sealed = { sealed: 'dbx1.k1.x.y' };
      await put({ name: 'one', clientSecret: sealed }, { name: 'two' });
      const [one, two] = await store.list();
      expect(
        await put({
          name: 'one',
          clientSecret: 'keep',
          replaces: one,
          definition: { title: 'New' },
        }),
      ).toBe(true);
      const kept = (await store.list())[0];
      expect(kept).toMatchObject({
        clientSecret: 'dbx1.k1.x.y',
        definition: { title: 'New' },
        version: 2,
      });
      const stale = { name: 'one', replaces: one };
      const late = { definition: { title: 'Late' } };
      expect(await put({ name: 'two', replaces: two, ...late }, stale)).toBe(
        false,
      );
      expect(await put({ name: 'two' })).toBe(false);
      expect((await store.list())[1]).toEqual(two);
    },
  );

  it.each(databases.eachSupportedId())(
    'never takes a row that was made again for the one that was read, in %s',
    async id => {
      const { knex, store, put } = await open(id);
      await put({});
      const [first]: StoredDefinition[] = await store.list();
      expect(await store.delete(first)).toBe(true);
      await put({});
      await knex('definitions').update({ created_at: first.createdAtMs + 1 });
      expect(await put({ replaces: first })).toBe(false);
      expect(await store.delete(first)).toBe(false);
      expect((await store.list())[0].version).toBe(1);
    },
  );
});
