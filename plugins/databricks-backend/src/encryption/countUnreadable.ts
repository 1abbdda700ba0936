import { Knex } from 'knex';
import { withDeadline } from '../database';
import { SealedTable } from './sealedColumns';
import { Sealer } from './Sealer';

/** How many values there are whose key is not configured. Where the database does not answer, there is nothing to tell. */
export async function countUnreadable(options: {
  knex: Knex;
  sealer: Sealer;
  tables: readonly SealedTable[];
}): Promise<number | undefined> {
  const { knex, sealer, tables } = options;
  let unreadable = 0;
  try {
    for (const { table, columns } of tables) {
      for (const column of columns) {
        const [row]: { count?: string | number }[] = await withDeadline(
          knex(table)
            .whereNotIn('key_id', sealer.keyIds)
            .count({ count: column }),
        );
        unreadable += Number(row.count);
      }
    }
    return unreadable;
  } catch {
    return undefined;
  }
}
