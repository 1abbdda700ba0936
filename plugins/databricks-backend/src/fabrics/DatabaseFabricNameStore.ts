import { Knex } from 'knex';
import { randomUUID } from 'node:crypto';
import {
  DAY_MS,
  databaseNow,
  databaseNowPlus,
  deleteInBatches,
  isPostgres,
  withDeadline,
} from '../database';

/** A name that nobody has seen for a quarter may be that of something that is gone. */
const KEPT_MS = 90 * DAY_MS;

/** What something that a fabric uses is called at Databricks. */
export type FabricName = {
  fabric: string;
  /** Stands for what has the name. */
  targetHash: string;
  name: string;
};

/** Names beside fabrics. One for each target that a fabric has had lately, so that replicas that know different ones agree. */
export class DatabaseFabricNameStore {
  readonly #knex: Knex;

  constructor(options: { knex: Knex }) {
    this.#knex = options.knex;
  }

  async save({ fabric, targetHash, name }: FabricName): Promise<void> {
    const columns = { name, seen_at: databaseNow(this.#knex) };
    await withDeadline(
      this.#knex('fabric_names')
        .insert({
          id: randomUUID(),
          fabric,
          target_hash: targetHash,
          ...columns,
        })
        .onConflict(['fabric', 'target_hash'])
        .merge(columns),
    );
  }

  /** Those of these fabrics; one statement with one parameter for any number of fabrics, or none. */
  async list(fabrics: string[]): Promise<FabricName[]> {
    if (fabrics.length === 0) {
      return [];
    }
    const rows: { fabric: string; target_hash: string; name: string }[] =
      await withDeadline(
        this.#of(this.#knex('fabric_names'), fabrics).select(
          'fabric',
          'target_hash',
          'name',
        ),
      );
    return rows.map(({ target_hash: targetHash, ...row }) => ({
      ...row,
      targetHash,
    }));
  }

  /** Removes the names that nobody has seen for 90 days. */
  async removeOld(signal: AbortSignal): Promise<number> {
    return deleteInBatches(
      this.#knex,
      'fabric_names',
      query =>
        query.where('seen_at', '<', databaseNowPlus(this.#knex, -KEPT_MS)),
      signal,
    );
  }

  /** One parameter, where `whereIn` has as many as there are fabrics. */
  #of(query: Knex.QueryBuilder, fabrics: string[]): Knex.QueryBuilder {
    return isPostgres(this.#knex)
      ? query.whereRaw('fabric = any(?)', [fabrics])
      : query.whereRaw('fabric in (select value from json_each(?))', [
          JSON.stringify(fabrics),
        ]);
  }
}
