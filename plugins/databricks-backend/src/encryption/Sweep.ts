import { LoggerService } from '@backstage/backend-plugin-api';
import { randomUUID } from 'node:crypto';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { DatabaseSweepStore, SweepProgress } from './DatabaseSweepStore';
import { keyIdOf, Sealer } from './Sealer';
import { SealedTable } from './SealedTable';

/** A commit is short: SQLite has one connection, and refreshes wait for nobody. */
const MAX_ROWS = 500;
const MIN_ROWS = 50;
const MS_PER_COMMIT = 50;

/** Requests of this process wait no longer for the cipher. */
const MS_PER_TURN = 10;

/** What did not open does not open a minute later. */
const PAUSE_AFTER_FAILURES_MS = 10 * 60 * 1000;

/** What the keys hold, and how far the sweep is. */
export type EncryptionOverview = {
  primaryKey: string;
  keys: { id: string; available: boolean; values: number }[];
  sweep: SweepProgress;
};

/** What a sweep has done, in values; not `finished` where it was cut off and goes on later. */
export type SweepResult = {
  primaryKey: string;
  done: number;
  failed: number;
  finished: boolean;
};

type SweepOptions = {
  store: DatabaseSweepStore;
  sealer: Sealer;
  logger: Pick<LoggerService, 'info'>;
  /** After every run that has changed something. */
  onSwept?: (result: SweepResult) => void;
  /** When this process began, on the monotonic clock. Default: now. */
  startedAt?: number;
};

type Row = Record<string, unknown>;

/**
 * Re-encrypts what stands under other configured keys than the primary one, in batches, while everything else goes on.
 * A row that changed meanwhile was written by somebody newer. What cannot be opened is counted and left; values of a key
 * that is not configured are not even read.
 */
export class Sweep {
  readonly #options: SweepOptions;
  readonly #startedAt: number;
  #pausedUntil = 0;
  #rowsPerCommit = MAX_ROWS;
  #running: Promise<void> | undefined;

  constructor(options: SweepOptions) {
    this.#options = options;
    this.#startedAt = options.startedAt ?? performance.now();
  }

  async overview(): Promise<EncryptionOverview> {
    const { sealer, store } = this.#options;
    return {
      primaryKey: sealer.primaryKey,
      keys: await this.keys(),
      sweep: await store.progress(),
    };
  }

  /** How many values there are whose key is not configured. */
  async countUnreadable(): Promise<number> {
    return (await this.keys())
      .filter(it => !it.available)
      .reduce((sum, { values }) => sum + values, 0);
  }

  /** How many values stand under each key, configured or not. */
  async keys(): Promise<EncryptionOverview['keys']> {
    const { sealer, store } = this.#options;
    const counts = await store.countByKey();
    const ids = new Set([...sealer.keyIds, ...counts.keys()]);
    return [...ids].sort().map(id => ({
      id,
      available: sealer.keyIds.includes(id),
      values: counts.get(id) ?? 0,
    }));
  }

  /**
   * Whenever there is something to do, as the schedule has it. One run at a time, here and elsewhere. While replicas
   * with different primary keys run side by side, the one that started last decides.
   */
  async run(signal?: AbortSignal): Promise<void> {
    if (this.#running || performance.now() >= this.#pausedUntil) {
      await this.#share(signal, performance.now() - this.#startedAt);
    }
  }

  /** Because an admin asked for it: to the primary key of this replica, whatever another run may have given up. */
  async runNow(): Promise<void> {
    while (this.#running) {
      await this.#running.catch(() => {});
    }
    await this.#share(undefined, undefined);
  }

  #share(
    signal: AbortSignal | undefined,
    startedMsAgo: number | undefined,
  ): Promise<void> {
    this.#running ??= this.#run(signal, startedMsAgo).finally(() => {
      this.#running = undefined;
    });
    return this.#running;
  }

  async #run(
    signal: AbortSignal | undefined,
    startedMsAgo: number | undefined,
  ): Promise<void> {
    const { logger, onSwept, sealer, store } = this.#options;
    const { primaryKey } = sealer;
    const oldKeys = sealer.keyIds.filter(id => id !== primaryKey);
    if (oldKeys.length === 0 || !(await store.hasValuesUnder(oldKeys))) {
      return;
    }
    const total = (await this.keys())
      .filter(it => oldKeys.includes(it.id))
      .reduce((sum, { values }) => sum + values, 0);
    const owner = randomUUID();
    if (
      !(await store.claim(owner, { keyId: primaryKey, total, startedMsAgo }))
    ) {
      return;
    }
    const progress = { done: 0, failed: 0 };
    const finished = await this.#sweep(owner, oldKeys, progress, signal);
    if (finished && progress.done === 0 && progress.failed > 0) {
      this.#pausedUntil = performance.now() + PAUSE_AFTER_FAILURES_MS;
    }
    if (progress.done > 0) {
      logger.info(
        `Re-encrypted ${progress.done} values with the key '${primaryKey}', ${progress.failed} could not be opened`,
      );
      onSwept?.({ primaryKey, ...progress, finished });
    }
  }

  /** @returns whether it came to the end */
  async #sweep(
    owner: string,
    oldKeys: string[],
    progress: { done: number; failed: number },
    signal: AbortSignal | undefined,
  ): Promise<boolean> {
    const { store } = this.#options;
    for (const sealed of store.tables) {
      for await (const rows of this.#batches(sealed, oldKeys)) {
        await this.#batch(sealed, rows, progress);
        const stopped = signal?.aborted ?? false;
        const report = { ...progress, finished: stopped };
        if (!(await store.report(owner, report)) || stopped) {
          return false;
        }
      }
    }
    await store.report(owner, { ...progress, finished: true });
    return true;
  }

  async *#batches(sealed: SealedTable, keyIds: string[]) {
    for (const keyId of keyIds) {
      let after: Row | undefined;
      for (;;) {
        const limit = this.#rowsPerCommit;
        const rows = await this.#options.store.rowsUnder(
          sealed,
          keyId,
          after,
          limit,
        );
        if (rows.length > 0) {
          yield rows;
        }
        if (rows.length < limit) {
          break;
        }
        after = rows[rows.length - 1];
      }
    }
  }

  async #batch(
    sealed: SealedTable,
    rows: Row[],
    progress: { done: number; failed: number },
  ): Promise<void> {
    const valuesOf = (row: Row) =>
      sealed.columns.filter(it => row[it] !== null).length;
    const changes = new Map<string, { row: Row; values: Row }>();
    let giveWayAt = performance.now() + MS_PER_TURN;
    for (const row of rows) {
      const values = this.#reseal(sealed, row);
      if (values) {
        changes.set(keyOf(sealed, row), { row, values });
      } else {
        progress.failed += valuesOf(row);
      }
      if (performance.now() > giveWayAt) {
        await nextTurn();
        giveWayAt = performance.now() + MS_PER_TURN;
      }
    }
    const beganAt = performance.now();
    const written = await this.#options.store.write(sealed, [
      ...changes.values(),
    ]);
    this.#adapt(performance.now() - beganAt);
    for (const key of written) {
      const change = changes.get(keyOf(sealed, key));
      progress.done += change ? valuesOf(change.row) : 0;
    }
  }

  #adapt(commitMs: number): void {
    const factor = commitMs > MS_PER_COMMIT ? 0.5 : 1.5;
    this.#rowsPerCommit = Math.min(
      MAX_ROWS,
      Math.max(MIN_ROWS, Math.floor(this.#rowsPerCommit * factor)),
    );
  }

  #reseal(sealed: SealedTable, row: Row): Row | undefined {
    const { sealer } = this.#options;
    try {
      const values: Row = {};
      for (const column of sealed.columns) {
        const stored = row[column];
        const place = sealed.place(row, column);
        if (typeof stored === 'string') {
          const value = sealer.seal(
            sealed.purpose,
            place,
            sealer.open(sealed.purpose, place, stored),
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

function keyOf(sealed: SealedTable, row: Row): string {
  return JSON.stringify(sealed.key.map(it => row[it]));
}
