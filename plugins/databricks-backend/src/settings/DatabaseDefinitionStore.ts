import { Knex } from 'knex';
import { databaseNow, toEpochMs } from '../database/databaseTime';
import { withDeadline } from '../database/withDeadline';
import { keyIdOf } from '../encryption';

/** What an admin defined in the portal. */
export type DefinitionKind = 'appConnection' | 'fabric';

/** A definition as it is kept: JSON without secrets, and one sealed secret. */
export type StoredDefinition = {
  kind: DefinitionKind;
  name: string;
  definition: unknown;
  /** Sealed. */
  clientSecret?: string;
  version: number;
  createdAtMs: number;
  updatedAtMs: number;
  updatedBy: string;
};

/** A change of one definition. Without `expectedVersion` it must not exist yet. */
export type DefinitionChange = {
  kind: DefinitionKind;
  name: string;
  definition: object;
  clientSecret: string | undefined;
  expectedVersion: number | undefined;
  updatedBy: string;
};

type DbDefinitionRow = {
  kind: DefinitionKind;
  name: string;
  definition: string;
  client_secret: string | null;
  version: number;
  created_at: string | number;
  updated_at: string | number;
  updated_by: string;
};

/** App connections and fabrics that were defined in the portal. */
export class DatabaseDefinitionStore {
  readonly #knex: Knex;

  static create(options: { knex: Knex }): DatabaseDefinitionStore {
    return new DatabaseDefinitionStore(options.knex);
  }

  private constructor(knex: Knex) {
    this.#knex = knex;
  }

  async list(): Promise<StoredDefinition[]> {
    const rows: DbDefinitionRow[] = await withDeadline(
      this.#knex('definitions').orderBy(['kind', 'name']).select(),
    );
    return rows.map(mapRow);
  }

  /** @returns false when it was changed, made or removed meanwhile */
  async put(change: DefinitionChange): Promise<boolean> {
    const columns = {
      definition: JSON.stringify(change.definition),
      client_secret: change.clientSecret ?? null,
      key_id: change.clientSecret ? keyIdOf(change.clientSecret) : null,
      updated_at: databaseNow(this.#knex),
      updated_by: change.updatedBy,
    };
    const { kind, name, expectedVersion } = change;
    if (expectedVersion === undefined) {
      const inserted = await withDeadline(
        this.#knex('definitions')
          .insert({
            kind,
            name,
            ...columns,
            version: 1,
            created_at: databaseNow(this.#knex),
          })
          .onConflict(['kind', 'name'])
          .ignore()
          .returning('name'),
      );
      return inserted.length === 1;
    }
    const updated = await withDeadline(
      this.#knex('definitions')
        .where({ kind, name, version: expectedVersion })
        .update({ ...columns, version: expectedVersion + 1 }),
    );
    return updated === 1;
  }

  /** @returns false when it was changed or removed meanwhile */
  async delete(
    kind: DefinitionKind,
    name: string,
    expectedVersion: number,
  ): Promise<boolean> {
    const deleted = await withDeadline(
      this.#knex('definitions')
        .where({ kind, name, version: expectedVersion })
        .delete(),
    );
    return deleted === 1;
  }
}

function mapRow(row: DbDefinitionRow): StoredDefinition {
  return {
    kind: row.kind,
    name: row.name,
    definition: JSON.parse(row.definition),
    clientSecret: row.client_secret ?? undefined,
    version: row.version,
    createdAtMs: toEpochMs(row.created_at),
    updatedAtMs: toEpochMs(row.updated_at),
    updatedBy: row.updated_by,
  };
}
