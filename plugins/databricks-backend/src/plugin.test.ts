import { mockServices } from '@backstage/backend-test-utils';
import { memoryDatabase } from './__testUtils__/memoryDatabase';
import { openDatabase } from './database/migrate';
import { sealedTables } from './plugin';

it('hands every table that names a key to the re-encryption', async () => {
  const knex = await openDatabase({
    database: mockServices.database({ knex: memoryDatabase() }),
    logger: mockServices.rootLogger({ level: 'none' }),
  });
  const tables: { name: string }[] = await knex('sqlite_master')
    .where({ type: 'table' })
    .whereNot('name', 'like', 'encryption_%')
    .select('name');
  const naming: string[] = [];
  for (const { name } of tables) {
    if (await knex.schema.hasColumn(name, 'key_id')) {
      naming.push(name);
    }
  }
  expect(sealedTables.map(it => it.table).sort()).toEqual(naming.sort());
  for (const { table, columns } of sealedTables) {
    for (const column of columns) {
      expect([
        table,
        column,
        await knex.schema.hasColumn(table, column),
      ]).toEqual([table, column, true]);
    }
  }
  await knex.destroy();
});
