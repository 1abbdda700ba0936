import {
  Check,
  checkSchema,
  Problem,
  problemSchema,
} from '@backstage-databricks/plugin-databricks-common';
import { Knex } from 'knex';
import { randomUUID } from 'node:crypto';
import { z } from 'zod/v4';
import { databaseNowPlus, toEpochMs, withDeadline } from '../database';
import { parseJson } from '../parseJson';

/** What the last test of a fabric, or of a connection, found as the holder of a grant. */
export type TestResultSummary = {
  grantId: string;
  /** Empty: the connection itself was tested. */
  fabric: string;
  targetHash: string;
  /** When it began, in epoch milliseconds of the database. */
  testedAtMs: number;
  /** IDs of the checks that Databricks refused. An outage refuses nothing. */
  refused: string[];
  /** Of the first of these. */
  problem?: Problem;
};

type DbTestResultRow = {
  grant_id: string;
  fabric: string;
  target_hash: string;
  tested_at: string | number;
  refused: string;
  problem: string | null;
};

/** Results of tests, one for each grant and fabric. They go with their grant. */
export class DatabaseTestResultStore {
  readonly #knex: Knex;

  constructor(options: { knex: Knex }) {
    this.#knex = options.knex;
  }

  /**
   * Keeps a result, unless that of a test that began later is kept.
   *
   * @param result - `startedAt`: when the test began, on the monotonic clock
   */
  async save(
    result: Omit<TestResultSummary, 'testedAtMs'> & {
      startedAt: number;
      checks: Check[];
    },
  ): Promise<void> {
    const columns = {
      target_hash: result.targetHash,
      tested_at: databaseNowPlus(
        this.#knex,
        result.startedAt - performance.now(),
      ),
      refused: result.refused.join(' '),
      problem: result.problem ? JSON.stringify(result.problem) : null,
      checks: JSON.stringify(result.checks),
    };
    await withDeadline(
      this.#knex('test_results')
        .insert({
          id: randomUUID(),
          grant_id: result.grantId,
          fabric: result.fabric,
          ...columns,
        })
        .onConflict(['grant_id', 'fabric'])
        .merge(columns)
        .whereRaw('test_results.tested_at <= excluded.tested_at'),
    );
  }

  /** Those of these grants, the newest first, without their lines; one statement, or none. */
  async list(grantIds: string[]): Promise<TestResultSummary[]> {
    if (grantIds.length === 0) {
      return [];
    }
    const rows: DbTestResultRow[] = await withDeadline(
      this.#knex('test_results')
        .whereIn('grant_id', grantIds)
        .orderBy('tested_at', 'desc')
        .select(
          'grant_id',
          'fabric',
          'target_hash',
          'tested_at',
          'refused',
          'problem',
        ),
    );
    return rows.map(mapRow);
  }

  /** The lines of a fabric's tests, by the ID of the grant. */
  async checks(
    fabric: string,
    grantIds: string[],
  ): Promise<ReadonlyMap<string, Check[]>> {
    const rows: { grant_id: string; checks: string }[] = await withDeadline(
      this.#knex('test_results')
        .where({ fabric })
        .whereIn('grant_id', grantIds)
        .select('grant_id', 'checks'),
    );
    return new Map(
      rows.map(({ grant_id: grantId, checks }) => [
        grantId,
        // Another version may have written them differently
        z.array(checkSchema).safeParse(parseJson(checks)).data ?? [],
      ]),
    );
  }
}

function mapRow(row: DbTestResultRow): TestResultSummary {
  return {
    grantId: row.grant_id,
    fabric: row.fabric,
    targetHash: row.target_hash,
    testedAtMs: toEpochMs(row.tested_at),
    refused: row.refused.split(' ').filter(Boolean),
    problem:
      row.problem === null
        ? undefined
        : problemSchema.safeParse(parseJson(row.problem)).data,
  };
}
