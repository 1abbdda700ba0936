import { Knex } from 'knex';

/** Rows and milliseconds that one commit may take: SQLite has one writer, and PostgreSQL better things to do. */
const MAX_ROWS = 500;
const MAX_COMMIT_MS = 50;
const MIN_ROWS = 10;

/**
 * Deletes rows that meet a condition, in commits that are short. Can be cut off anywhere.
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
      // Again: a row that another transaction has just changed is looked at as it is now
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
