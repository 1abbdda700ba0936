import { ConnectionStatus } from '@backstage-databricks/plugin-databricks-common';
import { Knex } from 'knex';
import { databaseNow, withDeadline } from '../database';
import { Sealer } from '../encryption';
import { DbGrantRow } from '../grants';
import { connectionStatusSql, KnownToStatus } from './DatabaseConnectionStatus';

/** Connections at an issuer that were made with the same client and have the same status. */
export type CountedConnections = {
  issuer: string;
  appConnection: string;
  clientId: string;
  /** With which they are shown. */
  status: ConnectionStatus;
  connections: number;
  /** When one of them was last made or renewed, in epoch milliseconds. */
  acceptedAtMs: number;
};

type DbCountRow = Pick<
  DbGrantRow,
  'issuer' | 'app_connection' | 'client_id' | 'connected_at' | 'refreshed_at'
> & { shown_status: ConnectionStatus; count: string | number };

/** Counts the connections of all users. */
export class DatabaseConnectionCountStore {
  readonly #knex: Knex;
  readonly #sealer: Pick<Sealer, 'keyIds'>;

  constructor(options: { knex: Knex; sealer: Pick<Sealer, 'keyIds'> }) {
    this.#knex = options.knex;
    this.#sealer = options.sealer;
  }

  /** One statement. */
  async byClient(
    appConnections: KnownToStatus['appConnections'],
  ): Promise<CountedConnections[]> {
    const knex = this.#knex;
    const { keyIds } = this.#sealer;
    const alike = ['issuer', 'app_connection', 'client_id', 'shown_status'];
    const shown = knex('grants')
      .where('kind', 'user')
      .select('grants.*', {
        shown_status: connectionStatusSql(
          knex,
          { appConnections, keyIds },
          knex.raw('clock.now_ms'),
        ),
      });
    const rows: DbCountRow[] = await withDeadline(
      knex
        .withMaterialized('clock', knex.select({ now_ms: databaseNow(knex) }))
        .from(shown.crossJoin('clock' as never).as('shown'))
        .groupBy(alike)
        .select(alike)
        .max({ connected_at: 'connected_at', refreshed_at: 'refreshed_at' })
        .count({ count: '*' }),
    );
    return rows.map(row => ({
      issuer: row.issuer,
      appConnection: row.app_connection ?? '',
      clientId: row.client_id,
      status: row.shown_status,
      connections: Number(row.count),
      acceptedAtMs: Math.max(
        Number(row.connected_at),
        Number(row.refreshed_at),
      ),
    }));
  }
}
