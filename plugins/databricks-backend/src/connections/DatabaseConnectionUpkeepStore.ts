import { Knex } from 'knex';
import {
  DAY_MS,
  databaseNow,
  databaseNowPlus,
  deleteInBatches,
  transactionInTime,
  withDeadline,
} from '../database';
import { DbGrantRow, ERASED_TOKENS, Verdict } from '../grants';
import { ResolvedAppConnection } from '../settings';
import { REMEMBER_ENDED_MS, endedByNoAdmin } from './DatabaseConnectionStore';
import { Page, pagesById } from './pagesById';

/** Connections that were not used for longer than this are not kept alive. */
const USED_WITHIN_MS = 30 * DAY_MS;

/** A user who has not reconnected for a quarter will not miss the connection. */
const DEAD_CONNECTION_MS = 90 * DAY_MS;

/** A test that is older says nothing of today, and its fabric may be gone. */
const OLD_TEST_MS = 90 * DAY_MS;

/** A service principal's row that is unused for longer may belong to a fabric that is gone. If not, its next use makes it again. */
const UNUSED_SERVICE_PRINCIPAL_MS = 30 * DAY_MS;

/** An app connection that was removed by mistake is back within a week, and its users have lost nothing. */
const STRANDED_MS = 7 * DAY_MS;

/** A connection whose sign-in would end unless it is renewed. */
export type DueConnection = Pick<DbGrantRow, 'id' | 'owner' | 'issuer'>;

/** Connections that were made with one client ID, or, before a process began, with any but one. */
export type ClientConnections = { appConnection: string } & (
  | { clientId: string }
  | { otherThan: string; startedMsAgo: number }
);

/** Connections of an app connection at an issuer that Databricks treated alike. Instants are the latest of theirs. */
export type AppConnectionUse = {
  appConnection: string;
  issuer: string;
  connections: number;
  signedInAtMs: number;
  renewedAtMs: number;
  verdict?: Verdict;
  verdictAtMs: number;
  rejectedClientHash?: string;
  /** Why their last renewals failed. */
  reasonCode?: string;
  retryAtMs: number;
};

/** What scheduled work does with connections: keep alive, end, remove. */
export class DatabaseConnectionUpkeepStore {
  readonly #knex: Knex;

  constructor(options: { knex: Knex }) {
    this.#knex = options.knex;
  }

  /**
   * Finds connections that were used lately and have half of their lifetime behind them. If a renewal in the second
   * half brought no new refresh token, another one will not either, so that such connections are left out.
   */
  async listDue(
    appConnection: ResolvedAppConnection,
    page: Page,
  ): Promise<DueConnection[]> {
    const { name, clientId, refreshTokenLifetimeDays, sessionLifetimeDays } =
      appConnection;
    const halfLifeMs = (refreshTokenLifetimeDays * DAY_MS) / 2;
    return this.#connected()
      .where({ app_connection: name, client_id: clientId })
      .whereNotNull('refresh_token')
      .where('id', '>', page.after)
      .where('used_at', '>', this.#ago(USED_WITHIN_MS))
      .where('refresh_token_received_at', '<', this.#ago(halfLifeMs))
      .whereRaw('coalesce(refreshed_at, 0) < refresh_token_received_at + ?', [
        Math.trunc(halfLifeMs),
      ])
      .whereRaw('coalesce(retry_at, 0) <= ?', [databaseNow(this.#knex)])
      .modify(query => {
        if (sessionLifetimeDays !== undefined) {
          const sessionMs = sessionLifetimeDays * DAY_MS;
          query.andWhere('connected_at', '>', this.#ago(sessionMs));
        }
      })
      .orderBy('id')
      .limit(page.limit)
      .select('id', 'owner', 'issuer');
  }

  /**
   * Ends connections whose client ID their app connection has replaced. Their tokens cannot be renewed any more: they
   * are erased, and their users must reconnect.
   *
   * @param onEnded - is called after each batch with the number of connections that it has ended
   */
  async endOfChangedClient(
    connections: ClientConnections,
    onEnded: (ended: number) => Promise<void>,
  ): Promise<void> {
    const some = (knex: Knex = this.#knex) => {
      const { appConnection } = connections;
      const all = this.#connected(knex).where('app_connection', appConnection);
      return 'clientId' in connections
        ? all.where('client_id', connections.clientId)
        : all
            .whereNot('client_id', connections.otherThan)
            .where('connected_at', '<=', this.#ago(connections.startedMsAgo));
    };
    const read = async ({ after, limit }: Page): Promise<{ id: string }[]> =>
      withDeadline(
        some().where('id', '>', after).orderBy('id').limit(limit).select('id'),
      );
    for await (const batch of pagesById(read)) {
      const ids = batch.map(({ id }) => id);
      // The condition stands here again, since a user may have reconnected after the connection was found
      const ended = await transactionInTime(this.#knex, async trx =>
        some(trx)
          .whereIn('id', ids)
          .update({
            ...ERASED_TOKENS,
            status: 'reconnect_required',
            reason_code: 'app_connection_changed',
            ended_at: databaseNow(this.#knex),
            generation: this.#knex.raw('generation + 1'),
          }),
      );
      if (ended > 0) {
        await onEnded(ended);
      }
    }
  }

  /**
   * Removes the IDs of ended connections that need not be remembered any more, connections whose users have not
   * reconnected or whose sign-in has ended unused, unused rows of service principals, and old results of tests.
   *
   * @param appConnections - their lifetimes tell when a sign-in has ended
   */
  async removeDead(
    appConnections: readonly ResolvedAppConnection[],
    signal: AbortSignal,
  ): Promise<number> {
    const remove = (
      table: string,
      condition: (query: Knex.QueryBuilder) => void,
    ) => deleteInBatches(this.#knex, table, condition, signal);
    const isUnused = this.#isBefore(
      'used_at, connected_at',
      DEAD_CONNECTION_MS,
    );
    let removed = await remove('ended_connections', query =>
      query.where('ended_at', '<', this.#ago(REMEMBER_ENDED_MS)),
    );
    removed += await remove('test_results', query =>
      query.where('tested_at', '<', this.#ago(OLD_TEST_MS)),
    );
    removed += await remove('grants', query =>
      query
        .where({ kind: 'user', status: 'reconnect_required' })
        .where(endedByNoAdmin)
        .where(isUnused),
    );
    for (const appConnection of appConnections) {
      removed += await remove('grants', query =>
        query
          .where({ kind: 'user', status: 'connected' })
          .where('app_connection', appConnection.name)
          .where(isUnused)
          .where(builder => this.#hasLapsed(builder, appConnection)),
      );
    }
    removed += await remove('grants', query =>
      query
        .where('kind', 'servicePrincipal')
        .where(
          this.#isBefore(
            'access_token_expires_at, connected_at',
            UNUSED_SERVICE_PRINCIPAL_MS,
          ),
        )
        // A service principal that Databricks rejects has no token, but may be in use
        .where(this.#isBefore('retry_at, 0', UNUSED_SERVICE_PRINCIPAL_MS))
        .whereRaw('coalesce(lease_until, 0) < ?', [databaseNow(this.#knex)]),
    );
    return removed;
  }

  /**
   * Removes connections whose app connection is gone and that were not made, used or renewed lately. Nothing else
   * removes them, and a new app connection of the same name would put them to use again.
   *
   * @param names - of all existing app connections, also of those that cannot be used
   */
  async removeStranded(
    names: readonly string[],
    signal: AbortSignal,
  ): Promise<number> {
    return deleteInBatches(
      this.#knex,
      'grants',
      query => {
        query.where('kind', 'user').whereNotIn('app_connection', [...names]);
        for (const column of ['connected_at', 'used_at', 'refreshed_at']) {
          query.where(this.#isBefore(`${column}, 0`, STRANDED_MS));
        }
      },
      signal,
    );
  }

  /** Sums up the connected rows of each app connection. */
  async appConnectionUses(): Promise<AppConnectionUse[]> {
    const alike = [
      'app_connection',
      'issuer',
      'verdict',
      'rejected_client_hash',
      'reason_code',
    ] as const;
    const latest = {
      connected_at: 'connected_at',
      refreshed_at: 'refreshed_at',
      verdict_at: 'verdict_at',
      retry_at: 'retry_at',
    } as const;
    const rows: (Pick<
      DbGrantRow,
      (typeof alike)[number] | keyof typeof latest
    > & { count: string | number })[] = await withDeadline(
      this.#connected()
        .groupBy(alike)
        .select(alike)
        .max(latest)
        .count({ count: '*' }),
    );
    return rows.map(row => ({
      appConnection: row.app_connection ?? '',
      issuer: row.issuer,
      connections: Number(row.count),
      signedInAtMs: Number(row.connected_at),
      renewedAtMs: Number(row.refreshed_at),
      verdict: row.verdict ?? undefined,
      verdictAtMs: Number(row.verdict_at),
      rejectedClientHash: row.rejected_client_hash ?? undefined,
      reasonCode: row.reason_code ?? undefined,
      retryAtMs: Number(row.retry_at),
    }));
  }

  /** Whether the sign-in ended long ago, by the same formula as `signInExpiresAtMs`. */
  #hasLapsed(query: Knex.QueryBuilder, lifetimes: ResolvedAppConnection): void {
    const { refreshTokenLifetimeDays, sessionLifetimeDays } = lifetimes;
    const lapsedMs = (days: number) => days * DAY_MS + DEAD_CONNECTION_MS;
    query.where(
      this.#isBefore(
        'refresh_token_received_at, connected_at',
        lapsedMs(refreshTokenLifetimeDays),
      ),
    );
    if (sessionLifetimeDays !== undefined) {
      const sessionMs = lapsedMs(sessionLifetimeDays);
      query.orWhere('connected_at', '<', this.#ago(sessionMs));
    }
  }

  #connected(knex: Knex = this.#knex): Knex.QueryBuilder {
    return knex('grants').where({ kind: 'user', status: 'connected' });
  }

  /** Whether the first of these columns that is not null is an instant longer ago than this. */
  #isBefore(instants: string, ms: number): Knex.Raw {
    // eslint-disable-next-line no-restricted-syntax -- our own columns
    return this.#knex.raw(`coalesce(${instants}) < ?`, [this.#ago(ms)]);
  }

  #ago(ms: number): Knex.Raw {
    return databaseNowPlus(this.#knex, -ms);
  }
}
