import { Knex } from 'knex';
import {
  databaseNow,
  databaseNowPlus,
  toEpochMs,
} from '../database/databaseTime';
import { withDeadline } from '../database/withDeadline';
import { SealedTable } from './sealedColumns';

/** A sweep that stops renewing this is taken over. */
const LEASE_MS = 30_000;

/** How far the sweep is. */
export type SweepProgress = {
  running: boolean;
  done: number;
  total: number;
  failed: number;
};

type Row = Record<string, unknown>;

/** What the sweep reads and writes: sealed values by key, and its own progress. */
export class DatabaseSweepStore {
  readonly #knex: Knex;
  readonly #tables: readonly SealedTable[];

  static create(options: {
    knex: Knex;
    tables: readonly SealedTable[];
  }): DatabaseSweepStore {
    return new DatabaseSweepStore(options.knex, options.tables);
  }

  private constructor(knex: Knex, tables: readonly SealedTable[]) {
    this.#knex = knex;
    this.#tables = tables;
  }

  /** How many values stand under each key. */
  async countByKey(): Promise<Map<string, number>> {
    const counts = new Map<string, number>();
    for (const { table, columns } of this.#tables) {
      const rows: Row[] = await withDeadline(
        this.#knex(table)
          .whereNotNull('key_id')
          .groupBy('key_id')
          .select('key_id')
          .count(Object.fromEntries(columns.map(it => [it, it]))),
      );
      for (const row of rows) {
        const keyId = String(row.key_id);
        const values = columns.reduce((sum, it) => sum + Number(row[it]), 0);
        counts.set(keyId, (counts.get(keyId) ?? 0) + values);
      }
    }
    return counts;
  }

  /** Rows of a table that are not under the key, in the order of their keys, after the given one. */
  async rowsNotUnder(
    sealed: SealedTable,
    keyId: string,
    after: Row | undefined,
    limit: number,
  ): Promise<Row[]> {
    return this.#knex(sealed.table)
      .whereNotNull('key_id')
      .whereNot('key_id', keyId)
      .modify(query => {
        if (after) {
          const [first, second] = sealed.key;
          query.andWhere(builder => {
            builder.where(first, '>', String(after[first]));
            if (second) {
              builder.orWhere(same =>
                same
                  .where(first, String(after[first]))
                  .andWhere(second, '>', String(after[second])),
              );
            }
          });
        }
      })
      .orderBy([...sealed.key])
      .limit(limit)
      .select();
  }

  /** Writes re-encrypted rows in one short transaction; rows that changed meanwhile are left as they are. */
  async write(
    sealed: SealedTable,
    changes: { row: Row; values: Row }[],
  ): Promise<number> {
    return this.#knex.transaction(async trx => {
      let written = 0;
      for (const { row, values } of changes) {
        const where = Object.fromEntries(
          [
            ...sealed.key,
            'key_id',
            ...(sealed.fence ? [sealed.fence] : []),
          ].map(it => [it, row[it]]),
        );
        written += await trx(sealed.table).where(where).update(values);
      }
      return written;
    });
  }

  /** @returns false while somebody else sweeps */
  async claim(owner: string, keyId: string, total: number): Promise<boolean> {
    const now = databaseNow(this.#knex);
    const columns = {
      key_id: keyId,
      owner,
      lease_until: databaseNowPlus(this.#knex, LEASE_MS),
      done: 0,
      total,
      failed: 0,
      updated_at: now,
    };
    const claimed = await withDeadline(
      this.#knex('encryption_sweeps')
        .insert({ id: 1, ...columns })
        .onConflict('id')
        .merge(columns)
        .where(builder =>
          builder
            .whereNull('encryption_sweeps.lease_until')
            .orWhere('encryption_sweeps.lease_until', '<=', now),
        )
        .returning('owner'),
    );
    return claimed.length === 1;
  }

  /** @returns false when the lease was lost */
  async report(
    owner: string,
    progress: { done: number; failed: number; finished: boolean },
  ): Promise<boolean> {
    const updated = await withDeadline(
      this.#knex('encryption_sweeps')
        .where({ id: 1, owner })
        .update({
          done: progress.done,
          failed: progress.failed,
          lease_until: progress.finished
            ? null
            : databaseNowPlus(this.#knex, LEASE_MS),
          updated_at: databaseNow(this.#knex),
        }),
    );
    return updated === 1;
  }

  async progress(): Promise<SweepProgress> {
    const row: Row | undefined = await withDeadline(
      this.#knex('encryption_sweeps')
        .where({ id: 1 })
        .first('encryption_sweeps.*', { now_ms: databaseNow(this.#knex) }),
    );
    return {
      running:
        row !== undefined &&
        (toEpochMs(row.lease_until as string | null) ?? 0) >
          toEpochMs(row.now_ms as string),
      done: Number(row?.done ?? 0),
      total: Number(row?.total ?? 0),
      failed: Number(row?.failed ?? 0),
    };
  }
}
