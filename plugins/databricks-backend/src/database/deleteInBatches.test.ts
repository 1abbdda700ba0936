import { TestDatabases } from '@backstage/backend-test-utils';
import { Knex } from 'knex';
import { deleteInBatches } from './deleteInBatches';

jest.setTimeout(60_000);

const databases = TestDatabases.create({ ids: ['POSTGRES_18', 'SQLITE_3'] });
const goOn = () => new AbortController().signal;

async function tableOf(knex: Knex, rows: number): Promise<void> {
  await knex.schema.createTable('things', table => {
    table.integer('id').primary();
    table.boolean('old').notNullable();
  });
  await knex.batchInsert(
    'things',
    Array.from({ length: rows }, (_, i) => ({ id: i, old: i > 0 })),
    100,
  );
}

const isOld = (query: Knex.QueryBuilder) => query.where('old', true);

describe.each(databases.eachSupportedId())('deleteInBatches on %s', id => {
  it('deletes what meets the condition, and goes on where it was cut off', async () => {
    const knex = await databases.init(id);
    await tableOf(knex, 1_201);
    const controller = new AbortController();
    knex.on('query', () => controller.abort());
    expect(
      await deleteInBatches(knex, 'things', isOld, controller.signal),
    ).toBe(500);
    knex.removeAllListeners('query');
    expect(await deleteInBatches(knex, 'things', isOld, goOn())).toBe(700);
    expect(await knex('things').select('id')).toEqual([{ id: 0 }]);
    await knex.destroy();
  });

  if (id !== 'SQLITE_3') {
    it('spares a row that does not meet the condition any more when its turn comes', async () => {
      const knex = await databases.init(id);
      await tableOf(knex, 3);
      const other = await knex.transaction();
      await other('things').where('id', 1).update({ old: false });
      const deleting = deleteInBatches(knex, 'things', isOld, goOn());
      const isWaiting = async () => {
        const { rows } = await knex.raw(
          `select 1 from pg_locks join pg_stat_activity using (pid) where not granted and datname = current_database()`,
        );
        return rows.length > 0;
      };
      while (!(await isWaiting())) {
        await new Promise(resolve => setTimeout(resolve, 5));
      }
      await other.commit();
      expect(await deleting).toBe(1);
      expect(await knex('things').select('id').orderBy('id')).toEqual([
        { id: 0 },
        { id: 1 },
      ]);
      await knex.destroy();
    });
  }
});
