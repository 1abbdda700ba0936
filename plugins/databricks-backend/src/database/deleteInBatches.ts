import { Knex } from 'knex';

/** Rows and milliseconds that one commit may take. Others wait for it: SQLite has one writer, PostgreSQL locks rows. */
const MAX_ROWS = 500;
const MAX_COMMIT_MS = 50;
const MIN_ROWS = 10;

/**
 * Deletes rows that meet a condition, in short commits. It can stop between any two of them.
 *
 * @param condition - narrows a query to the rows
 * @returns how many rows are gone
 */
export async function deleteInBatches(
  knex: Knex,
  table: string,
  condition: (query: Knex.QueryBuilder) => void,
  signal: AbortSignal,
): Promise<number> {
  let deleted = 0;
  for (let limit = MAX_ROWS; !signal.aborted; ) {
    const startedAt = performance.now();
    const rows = await knex(table)
      .whereIn('id', knex(table).select('id').modify(condition).limit(limit))
      // The condition stands here again, since another transaction may have changed a row that was found
      .modify(condition)
      .delete();
    deleted += rows;
    if (rows < limit) {
      break;
    }
    if (performance.now() - startedAt > MAX_COMMIT_MS) {
      limit = Math.max(MIN_ROWS, Math.floor(limit / 2));
    }
  }
  return deleted;
}
