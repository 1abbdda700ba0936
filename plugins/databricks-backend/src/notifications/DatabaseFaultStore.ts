import { Knex } from 'knex';
import {
  DAY_MS,
  databaseNow,
  databaseNowPlus,
  toEpochMs,
  withDeadline,
} from '../database';
import { Fault } from './faultsOf';
import { pauseAfter } from './pauseAfter';

/** What breaks, heals and breaks anew within it is told of once. */
const AT_MOST_EVERY_MS = DAY_MS;

type DbToldFaultRow = {
  scope: string;
  level: string;
  first_seen_at: string | number | null;
  told_at: string | number | null;
  attempts: number;
  retry_at: string | number | null;
};

/** What is wrong since when, and whether anybody was told. */
export class DatabaseFaultStore {
  readonly #knex: Knex;

  constructor(options: { knex: Knex }) {
    this.#knex = options.knex;
  }

  /** In epoch milliseconds. */
  async now(): Promise<number> {
    const row = await withDeadline(
      this.#knex.select({ now: databaseNow(this.#knex) }).first(),
    );
    return toEpochMs(row.now);
  }

  /**
   * Writes down what is wrong now, and what is not any more, so that it can be told again.
   *
   * @param faults - all that is wrong
   * @param asOfMs - when that was found out; what others saw since stays as it is
   */
  async note(faults: readonly Fault[], asOfMs: number): Promise<void> {
    const known = await withDeadline(
      this.#knex<DbToldFaultRow>('told_faults')
        .whereNotNull('first_seen_at')
        .select('scope', 'level'),
    );
    for (const fault of without(faults, known)) {
      const { scope, level } = fault;
      await withDeadline(
        this.#knex('told_faults')
          .insert({ scope, level })
          .onConflict(['scope', 'level'])
          .ignore(),
      );
      await withDeadline(
        this.#rowOf(fault)
          .whereNull('first_seen_at')
          .update({ first_seen_at: databaseNow(this.#knex) }),
      );
    }
    for (const healed of without(known, faults)) {
      await withDeadline(
        this.#rowOf(healed)
          .where('first_seen_at', '<', asOfMs)
          .update({ first_seen_at: null, attempts: 0, retry_at: null }),
      );
    }
  }

  /**
   * Makes this replica the one that tells of a fault now. Another may do so after a pause, if it was not settled by then.
   *
   * @returns whether it is to be told of, and nobody else has the claim
   */
  async claim(fault: Fault): Promise<boolean> {
    const now = databaseNow(this.#knex);
    const due = () =>
      this.#rowOf(fault)
        .where('first_seen_at', '<=', this.#ago(fault.patienceMs))
        .whereRaw('coalesce(told_at, 0) < first_seen_at')
        .whereRaw('coalesce(told_at, 0) <= ?', [this.#ago(AT_MOST_EVERY_MS)])
        .whereRaw('coalesce(retry_at, 0) <= ?', [now]);
    const row = await withDeadline(due().first('attempts'));
    if (!row) {
      return false;
    }
    const { attempts } = row;
    // Of two replicas the second finds that it is not due any more
    const claimed = await withDeadline(
      due().update({
        attempts: attempts + 1,
        retry_at: databaseNowPlus(this.#knex, pauseAfter(attempts)),
      }),
    );
    return claimed > 0;
  }

  /** Writes down that it was told, also where another replica has the claim by now, or it is well again. */
  async settle(fault: Fault): Promise<void> {
    await withDeadline(
      this.#rowOf(fault).update({
        told_at: databaseNow(this.#knex),
        attempts: 0,
        retry_at: null,
      }),
    );
  }

  /** What is well again, and was told of so long ago that it can be told at once when it breaks anew. */
  async removeOld(): Promise<void> {
    await withDeadline(
      this.#knex('told_faults')
        .whereNull('first_seen_at')
        .whereRaw('coalesce(told_at, 0) <= ?', [this.#ago(AT_MOST_EVERY_MS)])
        .delete(),
    );
  }

  #rowOf({ scope, level }: Pick<Fault, 'scope' | 'level'>) {
    return this.#knex<DbToldFaultRow>('told_faults').where({ scope, level });
  }

  #ago(durationMs: number): Knex.Raw {
    return databaseNowPlus(this.#knex, -durationMs);
  }
}

type Key = Pick<Fault, 'scope' | 'level'>;

function without<T extends Key>(some: readonly T[], others: readonly Key[]) {
  const keyOf = ({ scope, level }: Key) => `${level} ${scope}`;
  const keys = new Set(others.map(keyOf));
  return some.filter(it => !keys.has(keyOf(it)));
}
