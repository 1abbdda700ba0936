import { join } from 'node:path';
import createKnex from 'knex';

/**
 * Removes the sign-ins that a backend remembers, so that the starts of one test do not count for the next: a user has
 * twenty a minute.
 *
 * @param directory - of the SQLite files
 */
export async function forgetSignIns(directory: string): Promise<void> {
  const knex = createKnex({
    client: 'better-sqlite3',
    connection: { filename: join(directory, 'databricks.sqlite') },
    useNullAsDefault: true,
  });
  try {
    await knex('sign_ins').delete();
  } finally {
    await knex.destroy();
  }
}
