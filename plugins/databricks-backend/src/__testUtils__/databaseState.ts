import { Knex } from 'knex';

/** Everything that a refused request must leave as it was, as text. */
export async function databaseState(knex: Knex): Promise<string> {
  const tables = ['sign_ins', 'grants', 'ended_connections', 'pauses'];
  const rows = await Promise.all(
    tables.map(table => knex(table).orderBy('id').select('*')),
  );
  return JSON.stringify(rows);
}
