import { join } from 'node:path';
import createKnex, { type Knex } from 'knex';

/** Opens a database that a backend process keeps in a file. */
export function openSqlite(directory: string, file: string): Knex {
  return createKnex({
    client: 'better-sqlite3',
    connection: { filename: join(directory, file) },
    useNullAsDefault: true,
  });
}
