import { Knex } from 'knex';
import {
  databaseNow,
  databaseNowPlus,
  isPostgres,
  toEpochMs,
} from '../database';
import { DatabricksServiceError } from '../errors';

/*
 * How many sign-ins one user may start and leave open, over all replicas.
 */

const MAX_PENDING = 10;
const MAX_STARTS = 20;
const STARTS_WINDOW_MS = 60_000;

/** @throws DatabricksServiceError `too_many_requests` */
export async function refuseFlood(
  knex: Knex,
  userEntityRef: string,
): Promise<void> {
  const recent: { created_at: string | number; now_ms: string | number }[] =
    await knex('sign_ins')
      .where({ user_entity_ref: userEntityRef })
      .andWhere('created_at', '>', databaseNowPlus(knex, -STARTS_WINDOW_MS))
      .orderBy('created_at', 'desc')
      .limit(MAX_STARTS)
      .select('created_at', { now_ms: databaseNow(knex) });
  const oldest = recent[MAX_STARTS - 1];
  if (oldest) {
    const waitMs =
      toEpochMs(oldest.created_at) +
      STARTS_WINDOW_MS -
      toEpochMs(oldest.now_ms);
    throw new DatabricksServiceError('too_many_requests', {
      retryAfterSeconds: Math.max(1, Math.ceil(waitMs / 1000)),
    });
  }
}

/**
 * Whether no other start of this user runs until this transaction ends. A start does not wait for another one, because
 * it would hold a connection of the pool meanwhile. SQLite runs one transaction at a time anyway.
 */
export async function isAlone(
  trx: Knex.Transaction,
  userEntityRef: string,
): Promise<boolean> {
  if (!isPostgres(trx)) {
    return true;
  }
  const { rows } = await trx.raw(
    'select pg_try_advisory_xact_lock(hashtextextended(?, 0)) as alone',
    [`databricks sign-ins ${userEntityRef}`],
  );
  return rows[0].alone;
}

/** Ends what is pending above the limit, the oldest first, and never the newest. */
export async function endOldest(
  trx: Knex.Transaction,
  userEntityRef: string,
  newestId: string,
): Promise<void> {
  const open = openOf(userEntityRef);
  const kept = trx('sign_ins')
    .where(open)
    .orderBy([
      { column: 'created_at', order: 'desc' },
      { column: 'id', order: 'desc' },
    ])
    .limit(MAX_PENDING)
    .select('id');
  await endUnfinished(
    trx('sign_ins')
      .where(open)
      .whereNot('id', newestId)
      .whereNotIn('id', trx.select('id').from(kept.as('kept'))),
  );
}

/** Which sign-ins of a user are open. One whose callback has come ends by itself soon, and does not count. */
function openOf(userEntityRef: string) {
  return {
    user_entity_ref: userEntityRef,
    status: 'pending',
    consumed_at: null,
  };
}

/** Ends pending sign-ins that nobody will finish. */
export async function endUnfinished(pending: Knex.QueryBuilder): Promise<void> {
  await pending.update({
    status: 'expired',
    code_verifier: null,
    key_id: null,
  });
}
