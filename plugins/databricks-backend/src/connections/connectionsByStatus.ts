import { Knex } from 'knex';
import { withDeadline } from '../database';

/** How many connections there are, by status. Where the database does not answer, there is nothing to tell. */
export async function connectionsByStatus(
  knex: Knex,
): Promise<ReadonlyMap<string, number> | undefined> {
  try {
    const rows: { status: string; count: string | number }[] =
      await withDeadline(
        knex('grants')
          .where('kind', 'user')
          .groupBy('status')
          .select('status')
          .count({ count: '*' }),
      );
    return new Map(rows.map(row => [row.status, Number(row.count)]));
  } catch {
    return undefined;
  }
}
