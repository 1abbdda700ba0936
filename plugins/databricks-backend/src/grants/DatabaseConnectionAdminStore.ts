import { Knex } from 'knex';
import { databaseNow } from '../database/databaseTime';
import { withDeadline } from '../database/withDeadline';
import { GrantFacts } from '../settings';
import { connectionOf, DbGrantRow } from './DatabaseGrantStore';
import { UserConnection } from './UserConnection';

/** Which connections an admin means. */
export type ConnectionFilter = {
  id?: string;
  user?: string;
  workspaceUrl?: string;
  appConnection?: string;
};

/** Where a page begins: after this connection. */
export type ConnectionCursor = { connectedAtMs: number; id: string };

/** Connections of all users, for admins. Nothing here opens a token. */
export class DatabaseConnectionAdminStore {
  readonly #knex: Knex;

  static create(options: { knex: Knex }): DatabaseConnectionAdminStore {
    return new DatabaseConnectionAdminStore(options.knex);
  }

  private constructor(knex: Knex) {
    this.#knex = knex;
  }

  /** A page, the newest first, and the database's now in epoch milliseconds. */
  async list(
    filter: ConnectionFilter,
    page: { after?: ConnectionCursor; limit: number },
  ): Promise<{ connections: UserConnection[]; nowMs: number }> {
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
      connections: rows.map(connectionOf),
      nowMs: rows.length ? Number(rows[0].now_ms) : Date.now(),
    };
  }

  /** Ends all that match: their rows and secrets go, their ids are remembered. */
  async end(filter: ConnectionFilter): Promise<UserConnection[]> {
    return withDeadline(
      this.#knex.transaction(async trx => {
        const rows: DbGrantRow[] = await this.#matching(filter, trx).select();
        await this.#matching(filter, trx).delete();
        for (const { id, owner } of rows) {
          await trx('ended_connections')
            .insert({
              id,
              user_entity_ref: owner,
              ended_at: databaseNow(this.#knex),
            })
            .onConflict('id')
            .ignore();
        }
        return rows.map(connectionOf);
      }),
    );
  }

  /**
   * Connections that were made with another client ID than their app connection has now are good for nothing: their
   * tokens are erased, and their users must reconnect.
   */
  async endOfChangedClient(
    appConnection: string,
    clientId: string | undefined,
  ): Promise<number> {
    return withDeadline(
      this.#matching({ appConnection })
        .where('status', 'connected')
        .modify(query => {
          if (clientId !== undefined) {
            query.whereNot('client_id', clientId);
          }
        })
        .update({
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

  /** What the rows tell of app connections and service principals. */
  async grantFacts(): Promise<GrantFacts> {
    const rows: {
      kind: 'user' | 'servicePrincipal';
      owner: string | null;
      app_connection: string;
      status: string;
      rejected: string | number;
      count: string | number;
    }[] = await withDeadline(
      this.#knex('grants')
        .groupBy('kind', 'app_connection', 'status')
        .groupByRaw(`case when kind = 'user' then null else owner end`)
        .select('kind', 'app_connection', 'status')
        .select(
          this.#knex.raw(
            `case when kind = 'user' then null else owner end as owner`,
          ),
        )
        .select(
          this.#knex.raw(
            `sum(case when reason_code = 'app_connection_rejected' then 1 else 0 end) as rejected`,
          ),
        )
        .count({ count: '*' }),
    );
    const users = rows.filter(
      row => row.kind === 'user' && row.status === 'connected',
    );
    return {
      connections: new Map(
        users.map(row => [row.app_connection, Number(row.count)]),
      ),
      rejectedAppConnections: new Set(
        users
          .filter(row => Number(row.rejected) > 0)
          .map(row => row.app_connection),
      ),
      servicePrincipals: new Map(
        rows
          .filter(row => row.kind === 'servicePrincipal')
          .map(row => [
            row.owner ?? '',
            row.status === 'rejected' ? 'rejected' : 'ready',
          ]),
      ),
    };
  }

  #matching(
    filter: ConnectionFilter,
    knex: Knex | Knex.Transaction = this.#knex,
  ): Knex.QueryBuilder {
    const columns = {
      id: filter.id,
      owner: filter.user,
      workspace_url: filter.workspaceUrl,
      app_connection: filter.appConnection,
    };
    return knex('grants').where({
      kind: 'user',
      ...Object.fromEntries(
        Object.entries(columns).filter(([, value]) => value !== undefined),
      ),
    });
  }
}
