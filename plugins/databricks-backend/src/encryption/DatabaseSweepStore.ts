import { Knex } from 'knex';
import {
  databaseNow,
  databaseNowPlus,
  toEpochMs,
  withDeadline,
} from '../database';
import { SealedTable } from './SealedTable';

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
  readonly tables: readonly SealedTable[];
  readonly #knex: Knex;

  constructor(options: { knex: Knex; tables: readonly SealedTable[] }) {
    this.tables = options.tables;
    this.#knex = options.knex;
  }

  /** How many values stand under each key. */
  async countByKey(): Promise<Map<string, number>> {
    const counts = new Map<string, number>();
    for (const { table, columns } of this.tables) {
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

  /** Whether anything stands under one of the keys. Cheap where nothing does. */
  async hasValuesUnder(keyIds: string[]): Promise<boolean> {
    for (const sealed of this.tables) {
      const row: Row | undefined = await withDeadline(
        this.#valuesUnder(sealed, keyIds).first('key_id'),
      );
      if (row) {
        return true;
      }
    }
    return false;
  }

  /** Rows of a table with values under a key, in the order of their own keys, after the given one. */
  async rowsUnder(
    sealed: SealedTable,
    keyId: string,
    after: Row | undefined,
    limit: number,
  ): Promise<Row[]> {
    return withDeadline(
      this.#valuesUnder(sealed, [keyId])
        .modify(query => {
          if (after) {
            const { key } = sealed;
            query.whereRaw(
              `(${key.map(() => '??')}) > (${key.map(() => '?')})`,
              [...key, ...key.map(it => String(after[it]))],
            );
          }
        })
        .orderBy([...sealed.key])
        .limit(limit)
        .select(),
    );
  }

  /**
   * Writes re-encrypted rows with one statement, which the builder cannot express for both databases. Rows that
   * changed meanwhile are left as they are.
   *
   * @returns the keys of the rows that were written
   */
  async write(
    sealed: SealedTable,
    changes: { row: Row; values: Row }[],
  ): Promise<Row[]> {
    if (changes.length === 0) {
      return [];
    }
    const { table, key, columns, fence } = sealed;
    const set = [...columns, 'key_id'];
    const changed = [
      ...key,
      'old_key_id',
      ...(fence ? ['fence'] : []),
      ...set.map(it => `new_${it}`),
    ];
    const rows = changes.map(({ row, values }) => [
      ...key.map(it => row[it]),
      row.key_id,
      ...(fence ? [row[fence]] : []),
      ...set.map(it => values[it] ?? null),
    ]);
    const tuple = `(${changed.map(() => '?').join(', ')})`;
    const { sql, bindings } = {
      sql: [
        `with changed (${changed.map(() => '??').join(', ')}) as`,
        `(values ${rows.map(() => tuple).join(', ')})`,
        `update ?? set ${set.map(() => '?? = ??').join(', ')} from changed`,
        `where ??.key_id = changed.old_key_id`,
        ...key.map(() => 'and ?? = ??'),
        // PostgreSQL takes the values of a list for text
        fence ? 'and ?? = cast(changed.fence as integer)' : '',
        `returning ${key.map(() => '??').join(', ')}`,
      ].join(' '),
      bindings: [
        ...changed,
        ...rows.flat(),
        table,
        ...set.flatMap(it => [it, `changed.new_${it}`]),
        table,
        ...key.flatMap(it => [`${table}.${it}`, `changed.${it}`]),
        ...(fence ? [`${table}.${fence}`] : []),
        ...key.map(it => `${table}.${it}`),
      ] as Knex.RawBinding[],
    };
    const written: Row[] | { rows: Row[] } = await withDeadline(
      this.#knex.raw(sql, bindings),
    );
    return Array.isArray(written) ? written : written.rows;
  }

  /**
   * @param sweep.startedMsAgo - when the caller's process began. A sweep to another key since then is of somebody
   * with a newer configuration, and is not undone. Without it only another running sweep is respected
   * @returns false when it is not the caller's turn
   */
  async claim(
    owner: string,
    sweep: { keyId: string; total: number; startedMsAgo?: number },
  ): Promise<boolean> {
    const { keyId, total, startedMsAgo } = sweep;
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
        .modify(query => {
          if (startedMsAgo !== undefined) {
            query.andWhere(builder =>
              builder
                .where('encryption_sweeps.key_id', keyId)
                .orWhere(
                  'encryption_sweeps.updated_at',
                  '<=',
                  databaseNowPlus(this.#knex, -startedMsAgo),
                ),
            );
          }
        })
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

  #valuesUnder(sealed: SealedTable, keyIds: string[]): Knex.QueryBuilder {
    return this.#knex(sealed.table)
      .whereIn('key_id', keyIds)
      .andWhere(builder => {
        for (const column of sealed.columns) {
          builder.orWhereNotNull(column);
        }
      });
  }
}
