import createKnex, { Knex } from 'knex';

/** An empty SQLite database. It has one connection, since every connection has a memory of its own. */
export function memoryDatabase(): Knex {
  return createKnex({
    client: 'better-sqlite3',
    connection: ':memory:',
    useNullAsDefault: true,
    pool: { min: 1, max: 1 },
  });
}
