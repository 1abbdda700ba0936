import { ConnectionStatus } from '@backstage-databricks/plugin-databricks-common';
import { Knex } from 'knex';
import { databaseNow, toEpochMs, withDeadline } from '../database';
import { Sealer } from '../encryption';
import { DbGrantRow } from '../grants';
import { connectionStatusSql, KnownToStatus } from './DatabaseConnectionStatus';
import {
  ConnectionFilter,
  matchingConnections,
} from './DatabaseConnectionStore';
import { connectionOf, UserConnection } from './UserConnection';

/** The last connection of the page before. */
export type ConnectionCursor = { connectedAtMs: number; id: string };

/** Which connections are looked for. */
export type ConnectionQuery = Pick<KnownToStatus, 'appConnections'> & {
  /** All of these hold. */
  filters: ConnectionFilter[];
  /** Any of these. Absent: whatever it is. */
  statuses?: readonly ConnectionStatus[];
};

/** Finds connections of all users, by the status that they are shown with. */
export class DatabaseConnectionSearchStore {
  readonly #knex: Knex;
  readonly #sealer: Sealer;

  constructor(options: { knex: Knex; sealer: Sealer }) {
    this.#knex = options.knex;
    this.#sealer = options.sealer;
  }

  /**
   * A page of what matches, the newest first, and how many match in all. Both statements count from the same moment, which
   * is returned as well: a connection may come to another status while they run.
   */
  async page(
    query: ConnectionQuery,
    page: { after?: ConnectionCursor; limit: number },
  ): Promise<{ connections: UserConnection[]; total: number; nowMs: number }> {
    const counted = await this.#count(query);
    const nowMs = toEpochMs(counted.now_ms);
    const total = Number(counted.total);
    if (total === 0) {
      return { connections: [], total, nowMs };
    }
    const now = this.#knex.raw('cast(? as bigint)', [nowMs]);
    const rows = this.#matching(query, now)
      .orderBy([
        { column: 'connected_at', order: 'desc' },
        { column: 'id', order: 'asc' },
      ])
      .limit(page.limit);
    if (page.after) {
      const { connectedAtMs, id } = page.after;
      rows.andWhere(builder =>
        builder
          .where('connected_at', '<', connectedAtMs)
          .orWhere(same =>
            same.where('connected_at', connectedAtMs).andWhere('id', '>', id),
          ),
      );
    }
    const found: DbGrantRow[] = await withDeadline(
      rows.select('grants.*', { now_ms: now }),
    );
    const { keyIds } = this.#sealer;
    return {
      connections: found.map(row => connectionOf(row, keyIds)),
      total,
      nowMs,
    };
  }

  async #count(
    query: ConnectionQuery,
  ): Promise<{ now_ms: string | number; total: string | number }> {
    const knex = this.#knex;
    const total = this.#matching(query, knex.raw('clock.now_ms')).count('*');
    return withDeadline(
      knex
        .withMaterialized('clock', knex.select({ now_ms: databaseNow(knex) }))
        .from('clock')
        .first('now_ms', total.as('total')),
    );
  }

  #matching(
    { filters, statuses, appConnections }: ConnectionQuery,
    now: Knex.Raw,
  ): Knex.QueryBuilder {
    const query = matchingConnections(this.#knex, ...filters);
    if (statuses) {
      const { keyIds } = this.#sealer;
      const known = { appConnections, keyIds };
      const status = connectionStatusSql(this.#knex, known, now);
      query.where(any => {
        for (const one of new Set(statuses)) {
          any.orWhereRaw('? = ?', [status, one]);
        }
      });
    }
    return query;
  }
}
