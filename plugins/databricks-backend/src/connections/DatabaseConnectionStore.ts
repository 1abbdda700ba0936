import { Knex } from 'knex';
import { randomUUID } from 'node:crypto';
import {
  databaseNow,
  databaseNowPlus,
  toEpochMs,
  withDeadline,
} from '../database';
import { keyIdOf, Sealer } from '../encryption';
import { isUnreachable, tokenPlace } from '../grants';
import { TokenPair, UserConnection } from './UserConnection';
import { whyUnreadable } from './whyUnreadable';

/** After this an ended connection is unknown; until then ending it again is no error. */
export const REMEMBER_ENDED_MS = 30 * 24 * 60 * 60 * 1000;

/** A row of the table, as the drivers return it. */
export type DbGrantRow = {
  id: string;
  kind: 'user' | 'servicePrincipal';
  owner: string;
  workspace_url: string;
  app_connection: string;
  client_id: string;
  databricks_user_id: string | null;
  databricks_user_name: string | null;
  databricks_display_name: string | null;
  previous_user_name: string | null;
  scopes: string;
  access_token: string | null;
  refresh_token: string | null;
  key_id: string | null;
  access_token_received_at: string | number | null;
  access_token_expires_at: string | number | null;
  refresh_token_received_at: string | number | null;
  generation: number;
  status: string;
  reason_code: string | null;
  failures: number;
  retry_at: string | number | null;
  connected_at: string | number;
  refreshed_at: string | number | null;
};

/** Who signed in where, with which app connection. */
export type ConnectionHolder = {
  userEntityRef: string;
  workspaceUrl: string;
  appConnection: string;
};

/** A new connection, as a sign-in brings it. */
export type NewConnection = ConnectionHolder & {
  clientId: string;
  databricksUser: { id: string; userName: string; displayName?: string };
  tokens: TokenPair;
  /** When the tokens were asked for, on the monotonic clock: their lives have run since then. */
  requestedAt: number;
};

/** A connection with what has become of its tokens. */
export type ListedConnection = UserConnection & {
  unreadable?: 'key_unavailable' | 'unreadable';
  /** Databricks did not answer when it was last renewed. */
  unreachable?: boolean;
};

/**
 * Connections of users. Tokens are sealed on the way in; every row is selected by its owner.
 */
export class DatabaseConnectionStore {
  readonly #knex: Knex;
  readonly #sealer: Sealer;

  constructor(options: { knex: Knex; sealer: Sealer }) {
    this.#knex = options.knex;
    this.#sealer = options.sealer;
  }

  /** All connections of a user, and the database's now in epoch milliseconds. One statement. */
  async listConnections(
    userEntityRef: string,
  ): Promise<{ connections: ListedConnection[]; nowMs: number }> {
    const rows: (DbGrantRow & { now_ms: string | number })[] =
      await withDeadline(
        this.#knex('grants')
          .where({ kind: 'user', owner: userEntityRef })
          .orderBy('connected_at')
          .select('grants.*', { now_ms: databaseNow(this.#knex) }),
      );
    return {
      connections: rows.map(row => ({
        ...connectionOf(row),
        unreadable: whyUnreadable(this.#sealer, row),
        unreachable: isUnreachable({
          failures: row.failures,
          reasonCode: row.reason_code ?? undefined,
          retryAtMs: toEpochMs(row.retry_at),
          nowMs: toEpochMs(row.now_ms),
        }),
      })),
      nowMs: rows.length ? toEpochMs(rows[0].now_ms) : Date.now(),
    };
  }

  async findConnection(
    holder: ConnectionHolder,
  ): Promise<UserConnection | undefined> {
    const row: DbGrantRow | undefined = await withDeadline(
      this.#knex('grants').where(holderColumns(holder)).first(),
    );
    return row && connectionOf(row);
  }

  /**
   * Stores what a sign-in brought, within the caller's transaction. The newest sign-in wins over whatever runs:
   * the generation moves on and a lease is broken. A reconnect keeps the connection's id.
   */
  async putConnection(
    trx: Knex.Transaction,
    connection: NewConnection,
  ): Promise<{ id: string; replacedUserName?: string }> {
    const holder = holderColumns(connection);
    const existing: DbGrantRow | undefined = await trx('grants')
      .where(holder)
      .first();
    const id = existing?.id ?? randomUUID();
    const replacedUserName =
      existing?.databricks_user_id &&
      existing.databricks_user_id !== connection.databricksUser.id
        ? existing.databricks_user_name ?? undefined
        : undefined;
    const now = databaseNow(this.#knex);
    const elapsedMs = performance.now() - connection.requestedAt;
    const receivedAt = databaseNowPlus(this.#knex, -elapsedMs);
    const place = { id, owner: connection.userEntityRef };
    const refreshToken = this.#sealer.seal(
      'tokens',
      tokenPlace('refresh_token', place),
      connection.tokens.refreshToken,
    );
    const columns = {
      client_id: connection.clientId,
      databricks_user_id: connection.databricksUser.id,
      databricks_user_name: connection.databricksUser.userName,
      databricks_display_name: connection.databricksUser.displayName ?? null,
      previous_user_name: replacedUserName ?? null,
      scopes: connection.tokens.scopes.join(' '),
      access_token: this.#sealer.seal(
        'tokens',
        tokenPlace('access_token', place),
        connection.tokens.accessToken,
      ),
      refresh_token: refreshToken,
      key_id: keyIdOf(refreshToken),
      access_token_received_at: receivedAt,
      access_token_expires_at: databaseNowPlus(
        this.#knex,
        connection.tokens.expiresInSeconds * 1000 - elapsedMs,
      ),
      refresh_token_received_at: receivedAt,
      lease_owner: null,
      lease_until: null,
      status: 'connected',
      reason_code: null,
      failures: 0,
      retry_at: null,
      connected_at: now,
      refreshed_at: null,
      used_at: now,
    };
    await trx('grants')
      .insert({ id, ...holder, ...columns, generation: 1 })
      .onConflict('id')
      .merge({ ...columns, generation: trx.raw('grants.generation + 1') });
    return { id, replacedUserName };
  }

  /**
   * Ends a connection of this user: the row and its secrets go, its id is remembered for 30 days.
   *
   * @returns the connection; `ended` if it was one before; undefined for anything that is not this user's
   */
  async endConnection(
    userEntityRef: string,
    id: string,
  ): Promise<UserConnection | 'ended' | undefined> {
    return withDeadline(
      this.#knex.transaction(async trx => {
        const row: DbGrantRow | undefined = await trx('grants')
          .where({ id, kind: 'user', owner: userEntityRef })
          .first();
        if (!row) {
          const ended = await trx('ended_connections')
            .where({ id, user_entity_ref: userEntityRef })
            .andWhere(
              'ended_at',
              '>',
              databaseNowPlus(this.#knex, -REMEMBER_ENDED_MS),
            )
            .first('id');
          return ended ? 'ended' : undefined;
        }
        await trx('grants').where({ id, owner: userEntityRef }).delete();
        await trx('ended_connections')
          .insert({
            id,
            user_entity_ref: userEntityRef,
            ended_at: databaseNow(this.#knex),
          })
          .onConflict('id')
          .ignore();
        return connectionOf(row);
      }),
    );
  }
}

function holderColumns(holder: ConnectionHolder) {
  return {
    kind: 'user' as const,
    owner: holder.userEntityRef,
    workspace_url: holder.workspaceUrl,
    app_connection: holder.appConnection,
  };
}

/** A row as a connection, without its tokens. */
export function connectionOf(row: DbGrantRow): UserConnection {
  return {
    id: row.id,
    userEntityRef: row.owner,
    workspaceUrl: row.workspace_url,
    appConnection: row.app_connection,
    clientId: row.client_id,
    databricksUser: {
      id: row.databricks_user_id ?? '',
      userName: row.databricks_user_name ?? '',
      displayName: row.databricks_display_name ?? undefined,
    },
    previousUserName: row.previous_user_name ?? undefined,
    scopes: row.scopes.split(' ').filter(Boolean),
    keyId: row.key_id ?? undefined,
    accessTokenExpiresAtMs: toEpochMs(row.access_token_expires_at),
    refreshTokenReceivedAtMs: toEpochMs(row.refresh_token_received_at),
    generation: row.generation,
    status: row.status === 'connected' ? 'connected' : 'reconnect_required',
    reasonCode: row.reason_code ?? undefined,
    connectedAtMs: toEpochMs(row.connected_at),
    refreshedAtMs: toEpochMs(row.refreshed_at),
  };
}
