import { LoggerService } from '@backstage/backend-plugin-api';
import { randomUUID } from 'node:crypto';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { DatabaseSweepStore, SweepProgress } from './DatabaseSweepStore';
import { SealedTable } from './sealedColumns';
import { keyIdOf, Sealer } from './Sealer';

/** A commit is short: SQLite has one connection, and refreshes wait for nobody. */
const ROWS_PER_COMMIT = 500;
const MS_PER_COMMIT = 50;

/** What the keys hold, and how far the sweep is. */
export type EncryptionOverview = {
  primaryKey: string;
  keys: { id: string; available: boolean; values: number }[];
  sweep: SweepProgress;
};

/**
 * Re-encrypts everything that is not under the primary key, in batches, while everything else goes on. A row that
 * changed meanwhile was written under the primary key already. What cannot be opened is counted and left.
 */
export class Sweep {
  readonly #store: DatabaseSweepStore;
  readonly #tables: readonly SealedTable[];
  readonly #sealer: Sealer;
  readonly #logger: LoggerService;
  #running: Promise<void> | undefined;

  static create(options: {
    store: DatabaseSweepStore;
    tables: readonly SealedTable[];
    sealer: Sealer;
    logger: LoggerService;
  }): Sweep {
    return new Sweep(options);
  }

  private constructor(options: {
    store: DatabaseSweepStore;
    tables: readonly SealedTable[];
    sealer: Sealer;
    logger: LoggerService;
  }) {
    this.#store = options.store;
    this.#tables = options.tables;
    this.#sealer = options.sealer;
    this.#logger = options.logger;
  }

  async overview(): Promise<EncryptionOverview> {
    const counts = await this.#store.countByKey();
    const configured = new Set(this.#sealer.keyIds);
    const ids = new Set([...configured, ...counts.keys()]);
    return {
      primaryKey: this.#sealer.primaryKey,
      keys: [...ids].sort().map(id => ({
        id,
        available: configured.has(id),
        values: counts.get(id) ?? 0,
      })),
      sweep: await this.#store.progress(),
    };
  }

  /** One run at a time, here and elsewhere; nothing to do is no error. */
  run(signal?: AbortSignal): Promise<void> {
    this.#running ??= this.#run(signal).finally(() => {
      this.#running = undefined;
    });
    return this.#running;
  }

  async #run(signal: AbortSignal | undefined): Promise<void> {
    const counts = await this.#store.countByKey();
    counts.delete(this.#sealer.primaryKey);
    const total = [...counts.values()].reduce((sum, it) => sum + it, 0);
    const owner = randomUUID();
    if (
      total === 0 ||
      !(await this.#store.claim(owner, this.#sealer.primaryKey, total))
    ) {
      return;
    }
    const progress = { done: 0, failed: 0 };
    for (const sealed of this.#tables) {
      let after: Record<string, unknown> | undefined;
      for (;;) {
        const rows = await this.#store.rowsNotUnder(
          sealed,
          this.#sealer.primaryKey,
          after,
          ROWS_PER_COMMIT,
        );
        if (rows.length === 0) {
          break;
        }
        after = await this.#batch(sealed, rows, progress);
        const mine = await this.#store.report(owner, {
          ...progress,
          finished: false,
        });
        if (!mine || signal?.aborted) {
          return;
        }
        await nextTurn();
      }
    }
    await this.#store.report(owner, { ...progress, finished: true });
    this.#logger.info(
      `Re-encrypted ${progress.done} values with the key '${
        this.#sealer.primaryKey
      }', ${progress.failed} could not be opened`,
    );
  }

  /** @returns the last row that was looked at */
  async #batch(
    sealed: SealedTable,
    rows: Record<string, unknown>[],
    progress: { done: number; failed: number },
  ): Promise<Record<string, unknown>> {
    const giveUpAt = performance.now() + MS_PER_COMMIT;
    const changes = [];
    let last = rows[0];
    for (const row of rows) {
      const values = this.#reseal(sealed, row);
      const count = sealed.columns.filter(it => row[it] !== null).length;
      if (values) {
        changes.push({ row, values });
        progress.done += count;
      } else {
        progress.failed += count;
      }
      last = row;
      if (performance.now() > giveUpAt) {
        break;
      }
    }
    await this.#store.write(sealed, changes);
    return last;
  }

  #reseal(
    sealed: SealedTable,
    row: Record<string, unknown>,
  ): Record<string, unknown> | undefined {
    try {
      const values: Record<string, unknown> = {};
      for (const column of sealed.columns) {
        const stored = row[column];
        const place = sealed.place(row, column);
        if (typeof stored === 'string' && place) {
          const value = this.#sealer.seal(
            sealed.purpose,
            place,
            this.#sealer.open(sealed.purpose, place, stored),
          );
          values[column] = value;
          values.key_id = keyIdOf(value);
        }
      }
      return 'key_id' in values ? values : undefined;
    } catch {
      return undefined;
    }
  }
}
