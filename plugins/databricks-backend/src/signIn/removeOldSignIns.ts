import { Knex } from 'knex';
import { databaseNowPlus, deleteInBatches } from '../database';

/** How long the outcome of a sign-in can be asked for; also what a look at yesterday's trouble needs. */
const KEPT_MS = 24 * 60 * 60 * 1000;

/** Removes sign-ins that ended, one way or another, more than a day ago. */
export async function removeOldSignIns(
  knex: Knex,
  signal: AbortSignal,
): Promise<number> {
  return deleteInBatches(
    knex,
    'sign_ins',
    query => query.where('expires_at', '<', databaseNowPlus(knex, -KEPT_MS)),
    signal,
  );
}
