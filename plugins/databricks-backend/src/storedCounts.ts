import { Knex } from 'knex';
import { withDeadline } from './database';
import { Sealer } from './encryption';
import { StoredCounts } from './portal';
import { sealedTables } from './sealedTables';

/** Collectors ask several times a minute; the answers change in hours. */
const KEPT_MS = 60_000;

/** Counts what is stored, at most once a minute. Where the database does not answer, there is nothing to tell. */
export function createStoredCounts(options: {
  knex: Knex;
  sealer: Sealer;
}): () => Promise<StoredCounts | undefined> {
  const { knex, sealer } = options;
  let counted: Promise<StoredCounts | undefined> | undefined;
  let countedAt = 0;
  return async () => {
    if (!counted || performance.now() - countedAt > KEPT_MS) {
      countedAt = performance.now();
      counted = count(knex, sealer.keyIds).catch(() => undefined);
    }
    return counted;
  };
}

async function count(knex: Knex, keyIds: string[]): Promise<StoredCounts> {
  const rows: { status: string; count: string | number }[] = await withDeadline(
    knex('grants')
      .where('kind', 'user')
      .groupBy('status')
      .select('status')
      .count({ count: '*' }),
  );
  let valuesUnreadable = 0;
  for (const { table, columns } of sealedTables) {
    for (const column of columns) {
      const [row]: { count?: string | number }[] = await withDeadline(
        knex(table).whereNotIn('key_id', keyIds).count({ count: column }),
      );
      valuesUnreadable += Number(row.count);
    }
  }
  return {
    connections: new Map(rows.map(row => [row.status, Number(row.count)])),
    valuesUnreadable,
  };
}
