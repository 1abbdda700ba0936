import { Knex } from 'knex';
import {
  DAY_MS,
  databaseNow,
  databaseNowPlus,
  deleteInBatches,
  withDeadline,
} from '../database';
import { DbGrantRow, ERASED_TOKENS } from '../grants';
import { ResolvedAppConnection } from '../settings';
import {
  MAX_ENDED_AT_ONCE,
  REMEMBER_ENDED_MS,
} from './DatabaseConnectionStore';

/** Whoever did not use a connection for so long is not kept signed in. */
const USED_WITHIN_MS = 30 * DAY_MS;

/** A user who has not reconnected for a quarter does not wonder about the card any more. */
const DEAD_CONNECTION_MS = 90 * DAY_MS;

/** A service principal's row is made again when it is used; one of a fabric that is gone never is. */
const UNUSED_SERVICE_PRINCIPAL_MS = 30 * DAY_MS;

/** An app connection that was taken out by mistake is missed, and back, within a week: until then nobody loses anything. */
const STRANDED_MS = 7 * DAY_MS;

/** A connection whose sign-in would end unless it is renewed. */
export type DueConnection = Pick<DbGrantRow, 'id' | 'owner' | 'issuer'>;

/** Connections of a client ID, or of all but one that were made before a process began. */
export type ClientConnections = { appConnection: string } & (
  | { clientId: string }
  | { otherThan: string; startedMsAgo: number }
);

/** Connected users of an app connection at an issuer with whom renewals went alike. */
export type AppConnectionUse = {
  appConnection: string;
  issuer: string;
  reasonCode?: string;
  rejectedClientHash?: string;
  /** The latest end of a pause. */
  retryAtMs: number;
  /** The latest sign-in or renewal. */
  acceptedAtMs: number;
  connections: number;
};

/** What becomes of connections without their users, by app connection: kept alive, ended, removed. */
export class DatabaseConnectionUpkeepStore {
  readonly #knex: Knex;

  constructor(options: { knex: Knex }) {
    this.#knex = options.knex;
  }

  /**
   * Connections that were used lately and have half of their lifetime behind them. Where a renewal in the second half
   * brought no new refresh token, none will: those are left out.
   *
   * @param after - the last id of the page before
   */
  async listDue(
    appConnection: ResolvedAppConnection,
    page: { after: string; limit: number },
  ): Promise<DueConnection[]> {
    const { name, clientId, refreshTokenLifetimeDays, sessionLifetimeDays } =
      appConnection;
    const halfLifeMs = (refreshTokenLifetimeDays * DAY_MS) / 2;
    return this.#connected(name)
      .where('client_id', clientId)
      .whereNotNull('refresh_token')
      .andWhere('id', '>', page.after)
      .andWhere('used_at', '>', this.#ago(USED_WITHIN_MS))
      .andWhere('refresh_token_received_at', '<', this.#ago(halfLifeMs))
      .andWhere(builder =>
        builder
          .whereNull('refreshed_at')
          .orWhereRaw('refreshed_at < refresh_token_received_at + ?', [
            Math.trunc(halfLifeMs),
          ]),
      )
      .andWhere(builder =>
        builder
          .whereNull('retry_at')
          .orWhere('retry_at', '<=', databaseNow(this.#knex)),
      )
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
   * Connections of a client ID that their app connection has no more are good for nothing: their tokens are erased,
   * and their users must reconnect.
   *
   * @param onEnded - is told how many a batch has ended, before the next begins
   */
  async endOfChangedClient(
    connections: ClientConnections,
    onEnded: (ended: number) => Promise<void>,
  ): Promise<void> {
    const some = () => {
      const all = this.#connected(connections.appConnection);
      return 'clientId' in connections
        ? all.where('client_id', connections.clientId)
        : all
            .whereNot('client_id', connections.otherThan)
            .where('connected_at', '<=', this.#ago(connections.startedMsAgo));
    };
    let ids: string[];
    let after = '';
    do {
      ids = await withDeadline(
        some()
          .where('id', '>', after)
          .orderBy('id')
          .limit(MAX_ENDED_AT_ONCE)
          .pluck('id'),
      );
      after = ids.at(-1) ?? after;
      // Again: one that was made anew meanwhile is looked at as it is now
      const ended = await withDeadline(
        some()
          .whereIn('id', ids)
          .update({
            ...ERASED_TOKENS,
            status: 'reconnect_required',
            reason_code: 'app_connection_changed',
            generation: this.#knex.raw('generation + 1'),
          }),
      );
      if (ended > 0) {
        await onEnded(ended);
      }
    } while (ids.length === MAX_ENDED_AT_ONCE);
  }

  /**
   * Removes the memory of ended connections, connections that wait for a reconnect in vain, those whose sign-in has
   * ended unnoticed since nobody uses them, and unused rows of service principals.
   *
   * @param appConnections - for their lifetimes
   */
  async removeDead(
    appConnections: readonly ResolvedAppConnection[],
    signal: AbortSignal,
  ): Promise<number> {
    const remove = (
      table: string,
      condition: (query: Knex.QueryBuilder) => void,
    ) => deleteInBatches(this.#knex, table, condition, signal);
    const isUnused = (query: Knex.QueryBuilder) =>
      query.whereRaw('coalesce(used_at, connected_at) < ?', [
        this.#ago(DEAD_CONNECTION_MS),
      ]);
    let removed = await remove('ended_connections', query =>
      query.where('ended_at', '<', this.#ago(REMEMBER_ENDED_MS)),
    );
    removed += await remove('grants', query =>
      query
        .where({ kind: 'user', status: 'reconnect_required' })
        .modify(isUnused),
    );
    for (const appConnection of appConnections) {
      removed += await remove('grants', query =>
        query
          .where({
            kind: 'user',
            status: 'connected',
            app_connection: appConnection.name,
          })
          .modify(isUnused)
          .andWhere(builder => this.#hasLapsed(builder, appConnection)),
      );
    }
    return (
      removed +
      (await remove('grants', query => {
        query
          .where('kind', 'servicePrincipal')
          .whereRaw('coalesce(access_token_expires_at, connected_at) < ?', [
            this.#ago(UNUSED_SERVICE_PRINCIPAL_MS),
          ])
          // One that is rejected again and again has no token, and is used
          .whereRaw('coalesce(retry_at, 0) < ?', [
            this.#ago(UNUSED_SERVICE_PRINCIPAL_MS),
          ])
          .whereRaw('coalesce(lease_until, 0) < ?', [databaseNow(this.#knex)]);
      }))
    );
  }

  /**
   * Removes connections whose app connection is gone, and that nobody has made, used or renewed lately. Nothing else
   * finds them: they would be in use again as soon as there is another app connection of that name.
   *
   * @param names - of all app connections that there are, whether they can be used or not
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
          query.whereRaw('coalesce(??, 0) < ?', [
            column,
            this.#ago(STRANDED_MS),
          ]);
        }
      },
      signal,
    );
  }

  /** What the rows of connected users tell of app connections. */
  async appConnectionUses(): Promise<AppConnectionUse[]> {
    const rows: (Record<
      'retry_at' | 'connected_at' | 'refreshed_at' | 'count',
      string | number | null
    > &
      Pick<
        DbGrantRow,
        'app_connection' | 'issuer' | 'reason_code' | 'rejected_client_hash'
      >)[] = await withDeadline(
      this.#connected()
        .groupBy(
          'app_connection',
          'issuer',
          'reason_code',
          'rejected_client_hash',
        )
        .select(
          'app_connection',
          'issuer',
          'reason_code',
          'rejected_client_hash',
        )
        .max({
          retry_at: 'retry_at',
          connected_at: 'connected_at',
          refreshed_at: 'refreshed_at',
        })
        .count({ count: '*' }),
    );
    return rows.map(row => ({
      appConnection: row.app_connection ?? '',
      issuer: row.issuer,
      reasonCode: row.reason_code ?? undefined,
      rejectedClientHash: row.rejected_client_hash ?? undefined,
      retryAtMs: Number(row.retry_at),
      acceptedAtMs: Math.max(
        Number(row.connected_at),
        Number(row.refreshed_at),
      ),
      connections: Number(row.count),
    }));
  }

  /** By the formula of `signInExpiresAtMs`. */
  #hasLapsed(query: Knex.QueryBuilder, lifetimes: ResolvedAppConnection): void {
    const { refreshTokenLifetimeDays, sessionLifetimeDays } = lifetimes;
    const lapsed = (days: number) =>
      this.#ago(days * DAY_MS + DEAD_CONNECTION_MS);
    query.whereRaw('coalesce(refresh_token_received_at, connected_at) < ?', [
      lapsed(refreshTokenLifetimeDays),
    ]);
    if (sessionLifetimeDays !== undefined) {
      query.orWhere('connected_at', '<', lapsed(sessionLifetimeDays));
    }
  }

  #connected(appConnection?: string): Knex.QueryBuilder {
    const columns = { kind: 'user', status: 'connected' };
    return this.#knex('grants').where(
      appConnection === undefined
        ? columns
        : { ...columns, app_connection: appConnection },
    );
  }

  #ago(ms: number): Knex.Raw {
    return databaseNowPlus(this.#knex, -ms);
  }
}
