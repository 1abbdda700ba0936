import {
  IdentityKind,
  Use,
} from '@backstage-databricks/plugin-databricks-common';
import { Knex } from 'knex';
import {
  databaseNow,
  databaseNowPlus,
  toEpochMs,
  withDeadline,
} from '../database';
import { DbGrantRow } from '../grants';
import { USE_NOTE_MS } from './DatabaseConnectionStore';

/** More plugins that worked as somebody nobody reads. */
const MAX_SHOWN = 20;

/** When a plugin last worked as somebody of this kind. */
export type LastUse = Use & { kind: IdentityKind };

type DbGrantUseRow = {
  grant_id: string;
  consumer: string;
  used_at: string | number;
};

/** Which plugins worked as the holder of a grant, one row for each of the two. They go with their grant. */
export class DatabaseGrantUseStore {
  readonly #knex: Knex;

  constructor(options: { knex: Knex }) {
    this.#knex = options.knex;
  }

  /** Notes that a plugin worked as the holders of these grants. Those that are gone, or noted lately, are left out. */
  async markUsedBy(consumer: string, grantIds: string[]): Promise<void> {
    const knex = this.#knex;
    const noted = () => knex('grant_uses').where({ consumer });
    await withDeadline(
      noted()
        .whereIn('grant_id', grantIds)
        .where('used_at', '<', databaseNowPlus(knex, -USE_NOTE_MS))
        .update({ used_at: databaseNow(knex) }),
    );
    // Another replica may insert the same at the same time. On SQLite knex leaves `ignore` out, where statements never overlap
    const columns = ['grant_id', 'consumer', 'used_at'];
    await withDeadline(
      knex(knex.raw('?? (??, ??, ??)', ['grant_uses', ...columns]))
        .insert(
          knex('grants')
            .whereIn('id', grantIds)
            .whereNotExists(
              noted()
                .where('grant_id', knex.ref('grants.id'))
                .select('used_at'),
            )
            .select('id', knex.raw('?', [consumer]), databaseNow(knex)),
        )
        .onConflict(['grant_id', 'consumer'])
        .ignore(),
    );
  }

  /** When each plugin last worked as a user and as a service principal; one statement. */
  async lastUses(): Promise<LastUse[]> {
    const rows: (Pick<DbGrantUseRow, 'consumer' | 'used_at'> & {
      kind: DbGrantRow['kind'];
    })[] = await withDeadline(
      this.#knex('grant_uses')
        .join('grants', 'grants.id', 'grant_uses.grant_id')
        .groupBy('consumer', 'kind')
        .select('consumer', 'kind')
        .max({ used_at: 'grant_uses.used_at' }),
    );
    return rows.map(({ consumer, kind, used_at: usedAt }) => ({
      consumer,
      kind,
      at: new Date(toEpochMs(usedAt)).toISOString(),
    }));
  }

  /** The plugins that worked as the holders of these grants, the last one first, by grant; one statement, or none. */
  async list(
    grantIds: string[],
  ): Promise<ReadonlyMap<string | undefined, Use[]>> {
    if (grantIds.length === 0) {
      return new Map();
    }
    const ranked = this.#knex('grant_uses')
      .whereIn('grant_id', grantIds)
      .rowNumber('place', { column: 'used_at', order: 'desc' }, 'grant_id')
      .select('grant_id', 'consumer', 'used_at');
    const rows: DbGrantUseRow[] = await withDeadline(
      this.#knex
        .from(ranked.as('ranked'))
        .where('place', '<=', MAX_SHOWN)
        .orderBy(['grant_id', 'place'])
        .select('grant_id', 'consumer', 'used_at'),
    );
    const uses = new Map<string, Use[]>();
    for (const row of rows) {
      const { grant_id: grantId, consumer } = row;
      const at = new Date(toEpochMs(row.used_at)).toISOString();
      uses.set(grantId, [...(uses.get(grantId) ?? []), { consumer, at }]);
    }
    return uses;
  }
}
