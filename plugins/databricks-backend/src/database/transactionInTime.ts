import { Knex } from 'knex';
import { DatabricksServiceError } from '../errors';
import { isPostgres } from './isPostgres';
import { STATEMENT_DEADLINE_MS, withDeadline } from './withDeadline';

/** The end of the deadline is kept for the answer to the COMMIT, so that hardly any is carried out and told as failed. */
const ANSWER_MS = 250;

/**
 * Runs a short transaction whose late run would do harm. Once its caller is told that it failed, it changes nothing any
 * more, however long the pool, a lock or the database stalls: it rolls back instead of committing, and PostgreSQL
 * closes the session of a transaction whose COMMIT does not arrive in time. What may still happen is that it was
 * committed in time, and only the answer is lost.
 *
 * PostgreSQL also ends its statements in time, so that those which wait for a locked table, again and again, do not use
 * up the connections of the pool.
 *
 * @throws DatabricksServiceError `unavailable`; our own errors pass
 */
export async function transactionInTime<T>(
  knex: Knex,
  work: (trx: Knex.Transaction) => Promise<T>,
): Promise<T> {
  const endsAt = performance.now() + STATEMENT_DEADLINE_MS - ANSWER_MS;
  return withDeadline(
    knex.transaction(async trx => {
      const leftMs = requireInTime(endsAt);
      await boundStatements(trx, leftMs);
      const result = await work(trx);
      await boundCommit(trx, leftMs);
      requireInTime(endsAt);
      return result;
    }),
  );
}

function requireInTime(endsAt: number): number {
  const leftMs = Math.trunc(endsAt - performance.now());
  if (leftMs <= 0) {
    throw new DatabricksServiceError('unavailable', { detail: 'deadline' });
  }
  return leftMs;
}

async function boundStatements(
  trx: Knex.Transaction,
  leftMs: number,
): Promise<void> {
  // Within this process no statement waits for another
  if (isPostgres(trx)) {
    await trx.raw(`select set_config('statement_timeout', ?, true)`, [
      String(leftMs),
    ]);
  }
}

/**
 * @param leftMs - from the beginning of the transaction, which is what `now()` is within it
 */
async function boundCommit(
  trx: Knex.Transaction,
  leftMs: number,
): Promise<void> {
  // SQLite commits within this process
  if (!isPostgres(trx)) {
    return;
  }
  const { rows } = await trx.raw(
    `select set_config('idle_in_transaction_session_timeout', left_ms::text, true)
      from (select ? - (extract(epoch from clock_timestamp() - now()) * 1000)::int as left_ms) as remaining
      where left_ms > 0`,
    [leftMs],
  );
  if (rows.length === 0) {
    throw new DatabricksServiceError('unavailable', { detail: 'deadline' });
  }
}
