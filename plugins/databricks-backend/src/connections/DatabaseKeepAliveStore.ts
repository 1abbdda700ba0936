import { Knex } from 'knex';
import { databaseNow, databaseNowPlus } from '../database';
import { ResolvedAppConnection } from '../settings';

const DAY_MS = 24 * 60 * 60 * 1000;

/** Whoever did not use a connection for so long is not kept signed in. */
const USED_WITHIN_MS = 30 * DAY_MS;

/** A connection whose sign-in would end unless it is renewed. */
export type DueConnection = {
  id: string;
  userEntityRef: string;
  workspaceUrl: string;
};

/** Finds the connections that keep-alive renews. */
export class DatabaseKeepAliveStore {
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
    const now = databaseNow(this.#knex);
    const halfLifeMs = (refreshTokenLifetimeDays * DAY_MS) / 2;
    const rows: { id: string; owner: string; workspace_url: string }[] =
      await this.#knex('grants')
        .where({
          kind: 'user',
          app_connection: name,
          client_id: clientId,
          status: 'connected',
        })
        .whereNotNull('refresh_token')
        .andWhere('id', '>', page.after)
        .andWhere('used_at', '>', databaseNowPlus(this.#knex, -USED_WITHIN_MS))
        .andWhere(
          'refresh_token_received_at',
          '<',
          databaseNowPlus(this.#knex, -halfLifeMs),
        )
        .andWhere(builder =>
          builder
            .whereNull('refreshed_at')
            .orWhereRaw('refreshed_at < refresh_token_received_at + ?', [
              Math.trunc(halfLifeMs),
            ]),
        )
        .andWhere(builder =>
          builder.whereNull('retry_at').orWhere('retry_at', '<=', now),
        )
        .modify(query => {
          if (sessionLifetimeDays !== undefined) {
            query.andWhere(
              'connected_at',
              '>',
              databaseNowPlus(this.#knex, -sessionLifetimeDays * DAY_MS),
            );
          }
        })
        .orderBy('id')
        .limit(page.limit)
        .select('id', 'owner', 'workspace_url');
    return rows.map(row => ({
      id: row.id,
      userEntityRef: row.owner,
      workspaceUrl: row.workspace_url,
    }));
  }
}
