import { openSqlite } from '../src/databases/openSqlite';

/**
 * Removes the sign-ins that a backend remembers, so that the starts of one test do not count for the next: a user has
 * twenty a minute.
 *
 * @param directory - of the SQLite files
 */
export async function forgetSignIns(directory: string): Promise<void> {
  const knex = openSqlite(directory, 'databricks.sqlite');
  try {
    await knex('sign_ins').delete();
  } finally {
    await knex.destroy();
  }
}
