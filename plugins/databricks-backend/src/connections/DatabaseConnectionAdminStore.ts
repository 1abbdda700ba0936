import { Knex } from 'knex';
import { databaseNow, databaseNowPlus, withDeadline } from '../database';
import { Sealer } from '../encryption';
import { REJECTED_PAUSE_MS } from '../grants';
import {
  connectionOf,
  DbGrantRow,
  ListedConnection,
} from './DatabaseConnectionStore';
import { UserConnection } from './UserConnection';
import { whyUnreadable } from './whyUnreadable';

/** A commit is short: renewals wait for nobody. */
export const MAX_ENDED_AT_ONCE = 500;

/** Which connections an admin means. */
export type ConnectionFilter = {
  id?: string;
  user?: string;
  workspaceUrl?: string;
  appConnection?: string;
};

/** A connection that is no more. */
export type EndedConnection = Pick<UserConnection, 'id' | 'userEntityRef'>;

/** An app connection with the client that Databricks rejected at a workspace, by its HMAC. */
export type RejectedClient = {
  appConnection: string;
  workspaceUrl: string;
  definitionHash: string;
};

/** Connections to end: of a client ID, or of all but one that were made before this process began. */
export type ClientConnections = { appConnection: string } & (
  | { clientId: string }
  | { otherThan: string; startedMsAgo: number }
);

/** What users' connections tell of app connections, by name. */
export type AppConnectionFacts = {
  /** How many are connected. */
  connections: ReadonlyMap<string, number>;
  rejectedAppConnections: ReadonlySet<string>;
  /** App connections whose scopes Databricks does not assign to some user any more. */
  scopesRejected: ReadonlySet<string>;
};

type DbFactsRow = {
  app_connection: string;
  workspace_url: string;
  definition_hash: string | null;
  reason_code: string | null;
  retry_at: string | number | null;
  connected_at: string | number;
  refreshed_at: string | number | null;
  count: string | number;
};

/** Where a page begins: after this connection. */
export type ConnectionCursor = { connectedAtMs: number; id: string };

/** Connections of all users, for admins. No token leaves this file. */
export class DatabaseConnectionAdminStore {
  readonly #knex: Knex;
  readonly #sealer: Sealer;

  constructor(options: { knex: Knex; sealer: Sealer }) {
    this.#knex = options.knex;
    this.#sealer = options.sealer;
  }

  /** A page, the newest first, and the database's now in epoch milliseconds. */
  async list(
    filter: ConnectionFilter,
    page: { after?: ConnectionCursor; limit: number },
  ): Promise<{ connections: ListedConnection[]; nowMs: number }> {
    const { after } = page;
    const rows: (DbGrantRow & { now_ms: string | number })[] =
      await withDeadline(
        this.#matching(filter)
          .modify(query => {
            if (after) {
              query.andWhere(builder =>
                builder
                  .where('connected_at', '<', after.connectedAtMs)
                  .orWhere(same =>
                    same
                      .where('connected_at', after.connectedAtMs)
                      .andWhere('id', '>', after.id),
                  ),
              );
            }
          })
          .orderBy([
            { column: 'connected_at', order: 'desc' },
            { column: 'id', order: 'asc' },
          ])
          .limit(page.limit)
          .select('grants.*', { now_ms: databaseNow(this.#knex) }),
      );
    return {
      connections: rows.map(row => ({
        ...connectionOf(row),
        unreadable: whyUnreadable(this.#sealer, row),
      })),
      nowMs: rows.length ? Number(rows[0].now_ms) : Date.now(),
    };
  }

  /** Some of those that match. */
  async find(
    filter: ConnectionFilter,
    limit: number,
  ): Promise<EndedConnection[]> {
    const rows: Pick<DbGrantRow, 'id' | 'owner'>[] = await withDeadline(
      this.#matching(filter).orderBy('id').limit(limit).select('id', 'owner'),
    );
    return rows.map(endedConnectionOf);
  }

  /** Ends connections: their rows and secrets go, their ids are remembered. One short transaction. */
  async end(ids: string[]): Promise<EndedConnection[]> {
    return withDeadline(
      this.#knex.transaction(async trx => {
        const some = () =>
          trx('grants').where({ kind: 'user' }).whereIn('id', ids);
        const rows: Pick<DbGrantRow, 'id' | 'owner'>[] = await some()
          .forUpdate()
          .select('id', 'owner');
        await some().delete();
        if (rows.length > 0) {
          await trx('ended_connections')
            .insert(
              rows.map(({ id, owner }) => ({
                id,
                user_entity_ref: owner,
                ended_at: databaseNow(this.#knex),
              })),
            )
            .onConflict('id')
            .ignore();
        }
        return rows.map(endedConnectionOf);
      }),
    );
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
    const { appConnection } = connections;
    const some = () =>
      this.#matching({ appConnection })
        .where('status', 'connected')
        .modify(query => {
          if ('clientId' in connections) {
            query.where('client_id', connections.clientId);
          } else {
            const { otherThan, startedMsAgo } = connections;
            query
              .whereNot('client_id', otherThan)
              .where(
                'connected_at',
                '<=',
                databaseNowPlus(this.#knex, -startedMsAgo),
              );
          }
        });
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
      const ended = await this.#eraseTokens(some().whereIn('id', ids));
      if (ended > 0) {
        await onEnded(ended);
      }
    } while (ids.length === MAX_ENDED_AT_ONCE);
  }

  async #eraseTokens(connections: Knex.QueryBuilder): Promise<number> {
    return withDeadline(
      connections.update({
        status: 'reconnect_required',
        reason_code: 'app_connection_changed',
        access_token: null,
        refresh_token: null,
        key_id: null,
        lease_owner: null,
        lease_until: null,
        generation: this.#knex.raw('generation + 1'),
      }),
    );
  }

  /**
   * What the rows tell of app connections. Databricks rejects one where it has rejected its present client after it
   * last accepted it: a row that nobody has used since tells nothing.
   *
   * @param isPresent - whether a rejected client is what the app connection is now
   */
  async appConnectionFacts(
    isPresent: (client: RejectedClient) => boolean,
  ): Promise<AppConnectionFacts> {
    const rows: DbFactsRow[] = await withDeadline(
      this.#knex('grants')
        .where({ kind: 'user', status: 'connected' })
        .groupBy(
          'app_connection',
          'workspace_url',
          'definition_hash',
          'reason_code',
        )
        .select(
          'app_connection',
          'workspace_url',
          'definition_hash',
          'reason_code',
        )
        .max({
          retry_at: 'retry_at',
          connected_at: 'connected_at',
          refreshed_at: 'refreshed_at',
        })
        .count({ count: '*' }),
    );
    const connections = new Map<string, number>();
    for (const row of rows) {
      const before = connections.get(row.app_connection) ?? 0;
      connections.set(row.app_connection, before + Number(row.count));
    }
    const isAcceptedSince = (rejected: DbFactsRow) =>
      rows.some(
        row =>
          row.reason_code === null &&
          row.app_connection === rejected.app_connection &&
          row.workspace_url === rejected.workspace_url &&
          Math.max(Number(row.connected_at), Number(row.refreshed_at)) >
            Number(rejected.retry_at) - REJECTED_PAUSE_MS,
      );
    const namesOf = (some: DbFactsRow[]) =>
      new Set(some.map(row => row.app_connection));
    return {
      connections,
      rejectedAppConnections: namesOf(
        rows.filter(
          row =>
            row.reason_code === 'app_connection_rejected' &&
            isPresent({
              appConnection: row.app_connection,
              workspaceUrl: row.workspace_url,
              definitionHash: row.definition_hash ?? '',
            }) &&
            !isAcceptedSince(row),
        ),
      ),
      scopesRejected: namesOf(
        rows.filter(row => row.reason_code === 'scopes_rejected'),
      ),
    };
  }

  #matching(filter: ConnectionFilter): Knex.QueryBuilder {
    const columns = {
      id: filter.id,
      owner: filter.user,
      workspace_url: filter.workspaceUrl,
      app_connection: filter.appConnection,
    };
    return this.#knex('grants').where({
      kind: 'user',
      ...Object.fromEntries(
        Object.entries(columns).filter(([, value]) => value !== undefined),
      ),
    });
  }
}

function endedConnectionOf({
  id,
  owner,
}: Pick<DbGrantRow, 'id' | 'owner'>): EndedConnection {
  return { id, userEntityRef: owner };
}
