import { Knex } from 'knex';
import { eventually } from '../grants/__testUtils__/eventually';

/** Whose writes wait. */
export const STALLED_TABLES = [
  'sign_ins',
  'grants',
  'ended_connections',
  'definitions',
  'pauses',
];

/**
 * A database that stalls: writes wait for locks on PostgreSQL, and everything waits for the one connection on SQLite.
 *
 * @returns lets it go on; resolves when everything that had waited has been carried out or given up
 */
export async function stallWrites(knex: Knex): Promise<() => Promise<void>> {
  const other = await knex.transaction();
  if (isPostgres(knex)) {
    await other.raw(
      `lock table ${STALLED_TABLES.join(', ')} in exclusive mode`,
    );
  }
  return async () => {
    await other.rollback();
    const { pool } = knex.client;
    await eventually(
      async () => pool.numUsed() === 0 && pool.numPendingAcquires() === 0,
    );
  };
}

export function isPostgres(knex: Knex): boolean {
  return knex.client.config.client === 'pg';
}
