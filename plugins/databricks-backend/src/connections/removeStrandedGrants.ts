import { Knex } from 'knex';
import { databaseNowPlus, deleteInBatches } from '../database';

/** An app connection that was taken out by mistake is missed, and back, within a week: until then nobody loses anything. */
const STRANDED_MS = 7 * 24 * 60 * 60 * 1000;

/**
 * Removes connections whose app connection is gone, and that nobody has made, used or renewed lately. Nothing else finds
 * them: they would be in use again as soon as there is another app connection of that name.
 *
 * @param names - of all app connections that there are, whether they can be used or not
 */
export async function removeStrandedGrants(
  knex: Knex,
  names: readonly string[],
  signal: AbortSignal,
): Promise<number> {
  return deleteInBatches(
    knex,
    'grants',
    query => {
      query.where('kind', 'user').whereNotIn('app_connection', [...names]);
      for (const column of ['connected_at', 'used_at', 'refreshed_at']) {
        query.whereRaw('coalesce(??, 0) < ?', [
          column,
          databaseNowPlus(knex, -STRANDED_MS),
        ]);
      }
    },
    signal,
  );
}
