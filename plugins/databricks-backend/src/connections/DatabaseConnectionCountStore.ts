import { Knex } from 'knex';
import { databaseNowPlus, withDeadline } from '../database';
import { Sealer } from '../encryption';
import { DbGrantRow } from '../grants';
import { ResolvedAppConnection } from '../settings';
import { signInLifetimesMs } from './signInExpiry';

/** Connections at an issuer that were made with the same client. */
export type CountedConnections = {
  issuer: string;
  appConnection: string;
  clientId: string;
  /** Their users need not sign in again, as far as their rows tell. */
  isConnected: boolean;
  connections: number;
  /** When one of them was last made or renewed, in epoch milliseconds. */
  acceptedAtMs: number;
};

/** Counts the connections of all users. Each method is one statement. */
export class DatabaseConnectionCountStore {
  readonly #knex: Knex;
  readonly #sealer: Pick<Sealer, 'keyIds'>;

  constructor(options: { knex: Knex; sealer: Pick<Sealer, 'keyIds'> }) {
    this.#knex = options.knex;
    this.#sealer = options.sealer;
  }

  async byClient(): Promise<CountedConnections[]> {
    const alike = ['issuer', 'app_connection', 'client_id', 'status'] as const;
    const latest = {
      connected_at: 'connected_at',
      refreshed_at: 'refreshed_at',
    } as const;
    const rows: (Pick<
      DbGrantRow,
      (typeof alike)[number] | keyof typeof latest
    > & { count: string | number })[] = await withDeadline(
      this.#knex('grants')
        .where('kind', 'user')
        .groupBy(alike)
        .select(alike)
        .max(latest)
        .count({ count: '*' }),
    );
    return rows.map(row => ({
      issuer: row.issuer,
      appConnection: row.app_connection ?? '',
      clientId: row.client_id,
      isConnected: row.status === 'connected',
      connections: Number(row.count),
      acceptedAtMs: Math.max(
        Number(row.connected_at),
        Number(row.refreshed_at),
      ),
    }));
  }

  /** Those that are connected with the client that their app connection has now, and end soon or cannot be read. */
  async ending(
    appConnections: readonly ResolvedAppConnection[],
  ): Promise<number> {
    if (appConnections.length === 0) {
      return 0;
    }
    const counted: { count: string | number }[] = await withDeadline(
      this.#knex('grants')
        .where({ kind: 'user', status: 'connected' })
        .andWhere(any => {
          for (const appConnection of appConnections) {
            any.orWhere(one => this.#endingOf(one, appConnection));
          }
        })
        .count({ count: '*' }),
    );
    return Number(counted[0].count);
  }

  /** By the same formulas as `describeConnection`. */
  #endingOf(
    query: Knex.QueryBuilder,
    appConnection: ResolvedAppConnection,
  ): void {
    const { name, clientId } = appConnection;
    const { aheadMs, refreshTokenMs, sessionMs } =
      signInLifetimesMs(appConnection);
    const madeBefore = (lifetimeMs: number) =>
      databaseNowPlus(this.#knex, aheadMs - lifetimeMs);
    query.where({ app_connection: name, client_id: clientId }).andWhere(any => {
      any
        .whereNotNull('unreadable_at')
        .orWhereNotIn('key_id', this.#sealer.keyIds)
        .orWhereRaw('coalesce(refresh_token_received_at, connected_at) < ?', [
          madeBefore(refreshTokenMs),
        ]);
      if (sessionMs !== Infinity) {
        any.orWhere('connected_at', '<', madeBefore(sessionMs));
      }
    });
  }
}
