import { Knex } from 'knex';
import { randomUUID } from 'node:crypto';
import {
  DAY_MS,
  databaseNow,
  databaseNowPlus,
  toEpochMs,
  transactionInTime,
  withDeadline,
} from '../database';
import { keyIdOf, Sealer } from '../encryption';
import { DbGrantRow, ERASED_TOKENS, NO_VERDICT, sealedTokens } from '../grants';
import { Page } from './pagesById';
import { connectionOf, UserConnection } from './UserConnection';

/** For this long we remember the ID of an ended connection, so that ending it again is no error. */
export const REMEMBER_ENDED_MS = 30 * DAY_MS;

/** Keep-alive asks for uses in the last 30 days: one note in this time is enough. */
export const USE_NOTE_MS = DAY_MS / 2;

/** A new connection, as a sign-in brings it. */
export type NewConnection = {
  userEntityRef: string;
  issuer: string;
  appConnection: string;
  clientId: string;
  databricksUser: { id: string; userName: string; displayName?: string };
  /** Whether Databricks knows the user by another name than the portal. Absent where that is not known. */
  otherPerson?: boolean;
  tokens: {
    accessToken: string;
    expiresInSeconds: number;
    refreshToken: string;
    scopes: string[];
  };
  /** When we asked for the tokens, on the monotonic clock. Their lifetimes count from then. */
  requestedAt: number;
};

/** Which connections are meant. An empty filter means those of all users. */
export type ConnectionFilter = {
  id?: string;
  user?: string;
  issuer?: string;
  appConnection?: string;
};

/** A connection that has ended, so that work with it was refused. */
export type RefusedConnection = {
  owner: string;
  issuer: string;
  appConnection: string;
  /** On the monotonic clock. A connection that was made later was not meant. */
  refusedAt: number;
};

/** A connection, and whose it is. */
export type OwnedConnection = Pick<UserConnection, 'id' | 'owner'>;

/** Connections of users. Seals the tokens that it stores, and never opens any. */
export class DatabaseConnectionStore {
  readonly #knex: Knex;
  readonly #sealer: Sealer;

  constructor(options: { knex: Knex; sealer: Sealer }) {
    this.#knex = options.knex;
    this.#sealer = options.sealer;
  }

  /** Lists connections, the newest first, with the database's time in epoch milliseconds. One statement. */
  async list(
    filter: ConnectionFilter,
  ): Promise<{ connections: UserConnection[]; nowMs: number }> {
    const rows: DbGrantRow[] = await withDeadline(
      this.#matching(filter)
        .orderBy([
          { column: 'connected_at', order: 'desc' },
          { column: 'id', order: 'asc' },
        ])
        .select('grants.*', { now_ms: databaseNow(this.#knex) }),
    );
    return {
      connections: rows.map(row => connectionOf(row, this.#sealer.keyIds)),
      nowMs: rows.length ? toEpochMs(rows[0].now_ms) : Date.now(),
    };
  }

  /**
   * Stores what a sign-in brought, within the caller's transaction. The newest sign-in wins over a renewal that is
   * running: it raises the generation and breaks the lease. A reconnect keeps the connection's ID.
   */
  async putConnection(
    trx: Knex.Transaction,
    connection: NewConnection,
  ): Promise<{ id: string; replacedUserName?: string }> {
    const { databricksUser, tokens } = connection;
    const holder = {
      kind: 'user' as const,
      owner: connection.userEntityRef,
      issuer: connection.issuer,
      app_connection: connection.appConnection,
    };
    const existing: DbGrantRow | undefined = await trx('grants')
      .where(holder)
      .first();
    const id = existing?.id ?? randomUUID();
    const replacedUserName =
      existing?.databricks_user_id &&
      existing.databricks_user_id !== databricksUser.id
        ? existing.databricks_user_name ?? undefined
        : undefined;
    const now = databaseNow(this.#knex);
    const elapsedMs = performance.now() - connection.requestedAt;
    const receivedAt = databaseNowPlus(this.#knex, -elapsedMs);
    const bound = {
      definition_hash: null,
      client_id: connection.clientId,
      databricks_user_id: databricksUser.id,
      databricks_user_name: databricksUser.userName,
    };
    const row = { id, ...holder, ...bound };
    const seal = (column: string, token: string) =>
      this.#sealer.seal(
        sealedTokens.purpose,
        sealedTokens.place(row, column),
        token,
      );
    const refreshToken = seal('refresh_token', tokens.refreshToken);
    const columns = {
      ...bound,
      databricks_display_name: databricksUser.displayName ?? null,
      previous_user_name: replacedUserName ?? null,
      other_person: connection.otherPerson ?? null,
      scopes: tokens.scopes.join(' '),
      access_token: seal('access_token', tokens.accessToken),
      refresh_token: refreshToken,
      key_id: keyIdOf(refreshToken),
      unreadable_at: null,
      access_token_received_at: receivedAt,
      access_token_expires_at: databaseNowPlus(
        this.#knex,
        tokens.expiresInSeconds * 1000 - elapsedMs,
      ),
      refresh_token_received_at: receivedAt,
      lease_owner: null,
      lease_until: null,
      answer_lost: false,
      status: 'connected' as const,
      reason_code: null,
      ...NO_VERDICT,
      failures: 0,
      retry_at: null,
      ended_at: null,
      ended_reason: null,
      connected_at: now,
      refreshed_at: null,
      used_at: now,
      refused_at: null,
      told_ended_at: null,
    };
    if (replacedUserName !== undefined) {
      // Nobody has worked as the new one yet
      await trx('grant_uses').where('grant_id', id).delete();
    }
    await trx('grants')
      .insert({ id, ...holder, ...columns, generation: 1 })
      .onConflict('id')
      .merge({ ...columns, generation: trx.raw('grants.generation + 1') });
    return { id, replacedUserName };
  }

  /**
   * Ends a connection of this user.
   *
   * @returns false where this user has no such connection and has had none in the last 30 days
   */
  async endConnection(userEntityRef: string, id: string): Promise<boolean> {
    const gone = await this.remove({ user: userEntityRef }, [id]);
    if (gone.length > 0) {
      return true;
    }
    const monthAgo = databaseNowPlus(this.#knex, -REMEMBER_ENDED_MS);
    const remembered = await withDeadline(
      this.#knex('ended_connections')
        .where({ id, user_entity_ref: userEntityRef })
        .where('ended_at', '>', monthAgo)
        .first('id'),
    );
    return remembered !== undefined;
  }

  /** A page of the connections that match, in the order of their IDs. */
  async find(filter: ConnectionFilter, page: Page): Promise<OwnedConnection[]> {
    return withDeadline(
      this.#matching(filter)
        .andWhere('id', '>', page.after)
        .orderBy('id')
        .limit(page.limit)
        .select('id', 'owner'),
    );
  }

  /** Deletes connections with their tokens, and remembers their IDs for 30 days. One short transaction. */
  async remove(
    filter: ConnectionFilter,
    ids: string[],
  ): Promise<OwnedConnection[]> {
    return transactionInTime(this.#knex, async trx => {
      const some = () => this.#matching(filter, trx).whereIn('id', ids);
      const rows: OwnedConnection[] = await some()
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
      return rows;
    });
  }

  /** Erases the tokens. The rows stay, to tell their users that an admin has ended them, and why. The first reason stays. */
  async endByAdmin(
    ids: string[],
    reason: string | undefined,
  ): Promise<OwnedConnection[]> {
    return transactionInTime(this.#knex, async trx =>
      this.#matching({}, trx)
        .whereIn('id', ids)
        .where(endedByNoAdmin)
        .update({
          ...ERASED_TOKENS,
          status: 'reconnect_required',
          reason_code: 'ended_by_admin',
          retry_at: null,
          generation: this.#knex.raw('generation + 1'),
          ended_at: databaseNow(this.#knex),
          ended_reason: reason ?? null,
        })
        .returning(['id', 'owner']),
    );
  }

  /** Notes which connections were used lately, those that are noted already excepted. */
  async markUsed(ids: string[]): Promise<void> {
    await withDeadline(
      this.#knex('grants')
        .whereIn('id', ids)
        .andWhere(builder =>
          builder
            .whereNull('used_at')
            .orWhere('used_at', '<', databaseNowPlus(this.#knex, -USE_NOTE_MS)),
        )
        .update({ used_at: databaseNow(this.#knex) }),
    );
  }

  /** Notes that work was refused, since these connections have ended. The first time stays. One statement. */
  async markRefused(refused: RefusedConnection[]): Promise<void> {
    const askedAt = performance.now();
    await withDeadline(
      this.#matching({})
        .whereNull('refused_at')
        .andWhere(any => {
          for (const { owner, issuer, appConnection, refusedAt } of refused) {
            const at = databaseNowPlus(this.#knex, refusedAt - askedAt);
            any.orWhere(one =>
              one
                .where({ owner, issuer, app_connection: appConnection })
                .where('connected_at', '<', at),
            );
          }
        })
        .update({ refused_at: databaseNow(this.#knex) }),
    );
  }

  /** Counts the connections of each status. */
  async countByStatus(): Promise<ReadonlyMap<string, number>> {
    const rows: { status: string; count: string | number }[] =
      await withDeadline(
        this.#matching({})
          .groupBy('status')
          .select('status')
          .count({ count: '*' }),
      );
    return new Map(rows.map(row => [row.status, Number(row.count)]));
  }

  #matching(filter: ConnectionFilter, knex: Knex = this.#knex) {
    return matchingConnections(knex, filter);
  }
}

/** Of the connections that no admin has ended. What an admin wrote stays until its user has done something about it. */
export function endedByNoAdmin(query: Knex.QueryBuilder): void {
  query.whereNull('reason_code').orWhereNot('reason_code', 'ended_by_admin');
}

/** Of the connections that every one of these filters lets through. */
export function matchingConnections(
  knex: Knex,
  ...filters: ConnectionFilter[]
): Knex.QueryBuilder {
  const query = knex('grants').where({ kind: 'user' });
  for (const { id, user, issuer, appConnection } of filters) {
    const columns = { id, owner: user, issuer, app_connection: appConnection };
    query.where(
      Object.fromEntries(
        Object.entries(columns).filter(([, value]) => value !== undefined),
      ),
    );
  }
  return query;
}
