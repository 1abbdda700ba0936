import { mockServices, TestDatabases } from '@backstage/backend-test-utils';
import { Knex } from 'knex';
import { stallWrites } from '../__testUtils__/stallWrites';
import { openDatabase } from '../database/migrate';
import { DatabricksServiceError } from '../errors';
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

  const resultOf = (work: Promise<unknown>) =>
    work.then(
      () => 'done',
      (error: DatabricksServiceError) => error.code,
    );

  async function open(id: Parameters<typeof databases.init>[0]): Promise<{
    knex: Knex;
    store: DatabaseDefinitionStore;
    put: (...changes: Partial<DefinitionChange>[]) => Promise<string>;
    remove: (row: StoredDefinition) => Promise<string>;
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
      put: (...changes) =>
        resultOf(
          store.put(
            changes.map(change => ({
              kind: 'fabric',
              name: 'reports',
              definition: {},
              clientSecret: undefined,
              replaces: undefined,
              updatedBy: 'user:default/bob',
              ...change,
            })),
          ),
        ),
      remove: row => resultOf(store.delete(row)),
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
      ).toBe('done');
      const kept = (await store.list())[0];
      expect(kept).toMatchObject({
        clientSecret: 'dbx1.k1.x.y',
        definition: { title: 'New' },
        version: 2,
      });
      const stale = { name: 'one', replaces: one };
      const late = { definition: { title: 'Late' } };
      expect(await put({ name: 'two', replaces: two, ...late }, stale)).toBe(
        'conflict',
      );
      expect(await put({ name: 'two' })).toBe('conflict');
      expect((await store.list())[1]).toEqual(two);
    },
  );

  it.each(databases.eachSupportedId())(
    'never takes a row that was made again for the one that was read, in %s',
    async id => {
      const { knex, store, put, remove } = await open(id);
      await put({});
      const [first]: StoredDefinition[] = await store.list();
      expect(await remove(first)).toBe('done');
      await put({});
      await knex('definitions').update({ created_at: first.createdAtMs + 1 });
      expect(await put({ replaces: first })).toBe('conflict');
      expect(await remove(first)).toBe('conflict');
      expect((await store.list())[0].version).toBe(1);
    },
  );

  it.each(databases.eachSupportedId())(
    'makes, changes and removes nothing after an admin was told that it did not, in %s',
    async id => {
      const { knex, store, put, remove } = await open(id);
      await put({});
      const before = await store.list();
      const goOn = await stallWrites(knex);
      expect(
        await Promise.all([
          put({ name: 'another' }),
          put({ replaces: before[0], definition: { title: 'Late' } }),
          remove(before[0]),
        ]),
      ).toEqual(['unavailable', 'unavailable', 'unavailable']);
      await goOn();
      expect(await store.list()).toEqual(before);
    },
  );

  it.each(databases.eachSupportedId())(
    'reads the others where a row is damaged, and has it removed, in %s',
    async id => {
      const { knex, store, put, remove } = await open(id);
      await put({ name: 'bad' }, { name: 'good' });
      await knex('definitions')
        .where({ name: 'bad' })
        .update({ definition: '{"type":' });
      const [bad, good] = await store.list();
      expect([bad.name, bad.definition, good.definition]).toEqual([
        'bad',
        undefined,
        {},
      ]);
      expect(await remove(bad)).toBe('done');
    },
  );
});
