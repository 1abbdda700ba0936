import {
  Check,
  checkSchema,
} from '@backstage-databricks/plugin-databricks-common';
import { Knex } from 'knex';
import {
  databaseNow,
  databaseNowPlus,
  toEpochMs,
  withDeadline,
} from '../database';
import { parseJson } from '../parseJson';

type DbCheckResultRow = {
  workspace_url: string;
  result: string;
  checked_at: string | number;
};

/** What the last checks of workspaces found, and which replica is checking. */
export class DatabaseCheckStore {
  readonly #knex: Knex;

  constructor(options: { knex: Knex }) {
    this.#knex = options.knex;
  }

  /** By the URL of the workspace, the oldest first. Undefined is one that another version has written differently. */
  async results(): Promise<Map<string, Check | undefined>> {
    const rows: DbCheckResultRow[] = await withDeadline(
      this.#knex('check_results').orderBy('checked_at').select(),
    );
    return new Map(rows.map(row => [row.workspace_url, mapRow(row)]));
  }

  async save(workspaceUrl: string, check: Check): Promise<void> {
    await withDeadline(
      this.#knex('check_results')
        .insert({
          workspace_url: workspaceUrl,
          result: JSON.stringify(check),
          checked_at: databaseNow(this.#knex),
        })
        .onConflict('workspace_url')
        .merge(),
    );
  }

  async remove(workspaceUrls: string[]): Promise<void> {
    await withDeadline(
      this.#knex('check_results')
        .whereIn('workspace_url', workspaceUrls)
        .delete(),
    );
  }

  /**
   * Begins a run, unless another one is under way.
   *
   * @param leaseMs - after this time the run counts as over, whatever became of its replica
   */
  async claim(owner: string, leaseMs: number): Promise<boolean> {
    const columns = {
      owner,
      lease_until: databaseNowPlus(this.#knex, leaseMs),
    };
    const claimed = await withDeadline(
      this.#knex('check_runs')
        .insert({ id: 1, ...columns })
        .onConflict('id')
        .merge(columns)
        .whereRaw('check_runs.lease_until <= ?', [databaseNow(this.#knex)])
        .returning('owner'),
    );
    return claimed.length === 1;
  }

  /** Ends a run. */
  async release(owner: string): Promise<void> {
    await withDeadline(
      this.#knex('check_runs').where({ id: 1, owner }).delete(),
    );
  }

  async isRunning(): Promise<boolean> {
    const row = await withDeadline(
      this.#knex('check_runs')
        .where('lease_until', '>', databaseNow(this.#knex))
        .first('id'),
    );
    return row !== undefined;
  }
}

function mapRow(row: DbCheckResultRow): Check | undefined {
  const at = new Date(toEpochMs(row.checked_at)).toISOString();
  const result = checkSchema.safeParse(parseJson(row.result)).data;
  return result && { ...result, at };
}
