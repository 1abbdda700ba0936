import { Knex } from 'knex';
import { Page } from '../connections';
import {
  DAY_MS,
  databaseNow,
  databaseNowPlus,
  transactionInTime,
  withDeadline,
} from '../database';
import { DbGrantRow } from '../grants';
import { ResolvedAppConnection } from '../settings';
import { pauseAfter } from './pauseAfter';

/** Who has not used a sign-in for a week does not miss it. */
const USED_WITHIN_MS = 7 * DAY_MS;

/** People are told so long before a sign-in ends. */
const AHEAD_MS = DAY_MS;

/** Nobody is told more often. It is no shorter than the time above, so that the end of a sign-in is told of once. */
const AT_MOST_EVERY_MS = AHEAD_MS;

/** Who signs in every few days anyway needs no warning. */
const SHORT_LIFETIME_DAYS = 3;

/** Ends that Databricks has no part in: people are told of them when work is refused. */
const OUR_ENDS = ['ended_by_admin', 'app_connection_changed'];

/** What was told so long ago, or could not be, has no meaning any more. */
const OLD_MS = 30 * DAY_MS;

/** A sign-in that its user is to be told of. */
export type DueSignIn = {
  id: string;
  owner: string;
  issuer: string;
  appConnection: string;
  generation: number;
  /** Otherwise it ends within a day. */
  isEnded: boolean;
};

type DbToldUserRow = {
  user_entity_ref: string;
  told_at: string | number | null;
  attempts: number;
  retry_at: string | number | null;
};

/** What users are to be told of their sign-ins, and what they were. */
export class DatabaseNoticeStore {
  readonly #knex: Knex;

  constructor(options: { knex: Knex }) {
    this.#knex = options.knex;
  }

  /** A page of what is due to users who may be told now. */
  async listDue(
    appConnection: ResolvedAppConnection,
    page: Page,
  ): Promise<DueSignIn[]> {
    const due = this.#due(appConnection)
      .where('id', '>', page.after)
      .whereNotExists(
        this.#knex('told_users')
          .where('user_entity_ref', this.#knex.ref('grants.owner'))
          .andWhere(either =>
            either
              .where('told_at', '>', this.#ago(AT_MOST_EVERY_MS))
              .orWhere('retry_at', '>', databaseNow(this.#knex)),
          )
          .select('user_entity_ref'),
      )
      .limit(page.limit);
    return this.#read(due, appConnection);
  }

  /** What is due to one user. */
  async listDueOf(
    userEntityRef: string,
    appConnection: ResolvedAppConnection,
  ): Promise<DueSignIn[]> {
    const due = this.#due(appConnection).where('owner', userEntityRef);
    return this.#read(due, appConnection);
  }

  /**
   * Makes this replica the one that notifies a user now. Another may do so after a pause, if nothing was settled by then.
   *
   * @returns what `settle` must be given; undefined where the user was told lately, or somebody else has the claim
   */
  async claim(userEntityRef: string): Promise<number | undefined> {
    const user = { user_entity_ref: userEntityRef };
    const table = () => this.#knex<DbToldUserRow>('told_users').where(user);
    await withDeadline(
      this.#knex('told_users')
        .insert(user)
        .onConflict('user_entity_ref')
        .ignore(),
    );
    const known = await withDeadline(table().first('attempts'));
    const attempts = known?.attempts ?? 0;
    const claimed = await withDeadline(
      table()
        .where({ attempts })
        .whereRaw('coalesce(told_at, 0) <= ?', [this.#ago(AT_MOST_EVERY_MS)])
        .whereRaw('coalesce(retry_at, 0) <= ?', [databaseNow(this.#knex)])
        .update({
          attempts: attempts + 1,
          retry_at: databaseNowPlus(this.#knex, pauseAfter(attempts)),
        }),
    );
    return claimed > 0 ? attempts + 1 : undefined;
  }

  /**
   * Writes down what a user was told, also where another replica has the claim by now. What has changed meanwhile, because
   * the user has reconnected, stays untold.
   */
  async settle(
    userEntityRef: string,
    attempt: number,
    due: DueSignIn[],
  ): Promise<void> {
    const now = databaseNow(this.#knex);
    await transactionInTime(this.#knex, async trx => {
      await trx('told_users')
        .where({ user_entity_ref: userEntityRef, attempts: attempt })
        .update({ told_at: now, attempts: 0, retry_at: null });
      for (const { id, generation } of due.filter(it => it.isEnded)) {
        await trx('grants')
          .where({ id, generation })
          .update({ told_ended_at: now });
      }
    });
  }

  async removeOld(): Promise<void> {
    await withDeadline(
      this.#knex('told_users')
        .whereRaw('coalesce(retry_at, told_at, 0) < ?', [this.#ago(OLD_MS)])
        .delete(),
    );
  }

  #due(appConnection: ResolvedAppConnection): Knex.QueryBuilder {
    return this.#knex('grants')
      .where({ kind: 'user', app_connection: appConnection.name })
      .where('used_at', '>', this.#ago(USED_WITHIN_MS))
      .andWhere(either => {
        either.where(query => this.#hasEnded(query, appConnection));
        const lifetimes = lifetimesOf(appConnection);
        if (lifetimes.every(({ days }) => days > SHORT_LIFETIME_DAYS)) {
          either.orWhere(query => this.#endsSoon(query, appConnection));
        }
      });
  }

  /** By Databricks while it was in use, or by anything where a plugin has asked in vain since. */
  #hasEnded(
    query: Knex.QueryBuilder,
    { clientId }: ResolvedAppConnection,
  ): void {
    query
      .whereNull('told_ended_at')
      .andWhere(ended =>
        ended
          .where('status', 'reconnect_required')
          .orWhereNot('client_id', clientId),
      )
      .andWhere(either =>
        either
          .whereNotNull('refused_at')
          .orWhere(byDatabricks =>
            byDatabricks
              .where('status', 'reconnect_required')
              .where(reason =>
                reason
                  .whereNull('reason_code')
                  .orWhereNotIn('reason_code', OUR_ENDS),
              ),
          ),
      );
  }

  #endsSoon(
    query: Knex.QueryBuilder,
    appConnection: ResolvedAppConnection,
  ): void {
    const lifetimes = lifetimesOf(appConnection);
    query
      .where({ status: 'connected', client_id: appConnection.clientId })
      .andWhere(either => {
        for (const { since, days } of lifetimes) {
          either.orWhere(since, '<=', this.#ago(days * DAY_MS - AHEAD_MS));
        }
      });
    for (const { since, days } of lifetimes) {
      query.where(since, '>', this.#ago(days * DAY_MS));
    }
  }

  async #read(
    due: Knex.QueryBuilder,
    { clientId, name: appConnection }: ResolvedAppConnection,
  ): Promise<DueSignIn[]> {
    const rows: Pick<
      DbGrantRow,
      'id' | 'owner' | 'issuer' | 'generation' | 'status' | 'client_id'
    >[] = await withDeadline(
      due
        .orderBy('id')
        .select('id', 'owner', 'issuer', 'generation', 'status', 'client_id'),
    );
    return rows.map(({ status, client_id: madeWith, ...row }) => ({
      ...row,
      appConnection,
      isEnded: status === 'reconnect_required' || madeWith !== clientId,
    }));
  }

  #ago(durationMs: number): Knex.Raw {
    return databaseNowPlus(this.#knex, -durationMs);
  }
}

/** Since when a sign-in lives, and for how long: it ends with the first of these. */
function lifetimesOf({
  refreshTokenLifetimeDays,
  sessionLifetimeDays,
}: ResolvedAppConnection): { since: keyof DbGrantRow; days: number }[] {
  return [
    { since: 'refresh_token_received_at', days: refreshTokenLifetimeDays },
    ...(sessionLifetimeDays === undefined
      ? []
      : [{ since: 'connected_at' as const, days: sessionLifetimeDays }]),
  ];
}
