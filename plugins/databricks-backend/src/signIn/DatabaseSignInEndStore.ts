import { Knex } from 'knex';
import { DAY_MS, databaseNowPlus, withDeadline } from '../database';
import { DatabricksRefusal, isNetworkRefusal } from '../databricks';
import { REJECTED_PAUSE_MS } from '../grants';
import { DbSignInRow } from './DatabaseSignInStore';
import { SignInEnds } from './SignIn';

/** After so many sign-ins in a minute that a network refused, and none that it let in, no more are started. */
const REFUSED_IN_A_ROW = 3;

/** What the sign-ins of the last day tell of app connections and workspaces. */
export class DatabaseSignInEndStore {
  readonly #knex: Knex;

  constructor(options: { knex: Knex }) {
    this.#knex = options.knex;
  }

  /**
   * How they ended that tell something. An outage does not, nor what a browser alone has said, and neither hides
   * anything: of each user, app connection and issuer the last one counts that does.
   */
  async ends(): Promise<SignInEnds[]> {
    const alike = [
      'app_connection',
      'client_id',
      'issuer',
      'scopes',
      'error_code',
      'error_reason',
      'rejected_client_hash',
    ] as const;
    const telling = (query: Knex.QueryBuilder, table: string) =>
      query
        .where(`${table}.ended_at`, '>', databaseNowPlus(this.#knex, -DAY_MS))
        .andWhere(builder =>
          builder
            .where(`${table}.status`, 'succeeded')
            .orWhere(`${table}.error_code`, 'databricks_refused')
            .orWhereNotNull(`${table}.rejected_client_hash`),
        );
    const rows: (Pick<DbSignInRow, (typeof alike)[number] | 'ended_at'> & {
      count: string | number;
    })[] = await withDeadline(
      telling(this.#knex('sign_ins'), 'sign_ins')
        .whereNotExists(
          telling(this.#knex({ later: 'sign_ins' }), 'later')
            .where(
              'later.user_entity_ref',
              this.#knex.ref('sign_ins.user_entity_ref'),
            )
            .where(
              'later.app_connection',
              this.#knex.ref('sign_ins.app_connection'),
            )
            .where('later.issuer', this.#knex.ref('sign_ins.issuer'))
            .where('later.ended_at', '>', this.#knex.ref('sign_ins.ended_at'))
            .select('later.id'),
        )
        .groupBy(alike)
        .select(alike)
        .max({ ended_at: 'ended_at' })
        .count({ count: '*' }),
    );
    return rows.map(row => ({
      appConnection: row.app_connection,
      clientId: row.client_id,
      issuer: row.issuer,
      scopes: row.scopes,
      error: row.error_code ?? undefined,
      reason: row.error_reason ?? undefined,
      rejectedClientHash: row.rejected_client_hash ?? undefined,
      endedAtMs: Number(row.ended_at),
      signIns: Number(row.count),
    }));
  }

  /**
   * Why the network of an issuer lets nobody in, if it did so several times in a row lately. Who has just mended that
   * gets in at once; a crowd that tries again and again does not leave a refresh token at Databricks each time.
   */
  async networkRefusal(issuer: string): Promise<DatabricksRefusal | undefined> {
    const last: Pick<DbSignInRow, 'error_reason'>[] = await withDeadline(
      this.#knex('sign_ins')
        .where({ issuer })
        .andWhere(
          'ended_at',
          '>',
          databaseNowPlus(this.#knex, -REJECTED_PAUSE_MS),
        )
        .andWhere(builder =>
          builder
            .where('status', 'succeeded')
            .orWhere('error_code', 'databricks_refused'),
        )
        .orderBy('ended_at', 'desc')
        .limit(REFUSED_IN_A_ROW)
        .select('error_reason'),
    );
    const refusals = last
      .map(it => it.error_reason ?? undefined)
      .filter(isNetworkRefusal);
    return refusals.length === REFUSED_IN_A_ROW ? refusals[0] : undefined;
  }
}
