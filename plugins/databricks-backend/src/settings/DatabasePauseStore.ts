import { Pause } from '@backstage-databricks/plugin-databricks-common';
import { Knex } from 'knex';
import { databaseNow, toEpochMs, transactionInTime } from '../database';

type DbPauseRow = {
  paused_at: string | number;
  paused_by: string;
  reason: string | null;
};

/** Whether an admin has paused the issuing of tokens: one row while it is, for all replicas. */
export class DatabasePauseStore {
  readonly #knex: Knex;

  constructor(options: { knex: Knex }) {
    this.#knex = options.knex;
  }

  async read(): Promise<Pause | undefined> {
    const row = await transactionInTime(this.#knex, async trx =>
      trx('pauses').first(),
    );
    return row && mapRow(row);
  }

  /** Where it is paused already, it stays so since then, and says what the last admin wrote. */
  async begin({ by, reason }: Pick<Pause, 'by' | 'reason'>): Promise<Pause> {
    const told = { paused_by: by, reason: reason ?? null };
    const [row]: DbPauseRow[] = await transactionInTime(this.#knex, async trx =>
      trx('pauses')
        .insert({ id: 1, paused_at: databaseNow(this.#knex), ...told })
        .onConflict('id')
        .merge(told)
        .returning('*'),
    );
    return mapRow(row);
  }

  /** Not later than who asked for it is told. */
  async end(): Promise<void> {
    await transactionInTime(this.#knex, async trx => trx('pauses').delete());
  }
}

function mapRow(row: DbPauseRow): Pause {
  return {
    since: new Date(toEpochMs(row.paused_at)).toISOString(),
    by: row.paused_by,
    reason: row.reason ?? undefined,
  };
}
