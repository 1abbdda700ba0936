import { Knex } from 'knex';
import { databaseNow, toEpochMs, transactionInTime } from '../database';
import { keyIdOf } from '../encryption';
import { DatabricksServiceError } from '../errors';
import { parseJson } from '../parseJson';

/** What an admin defined in the portal. */
export type DefinitionKind = 'appConnection' | 'fabric';

/** A definition as the database keeps it: JSON without secrets, and one sealed secret. */
export type StoredDefinition = {
  kind: DefinitionKind;
  name: string;
  /** Undefined where the row is damaged. */
  definition: unknown;
  /** Sealed. */
  clientSecret?: string;
  version: number;
  createdAtMs: number;
  /** ISO 8601. */
  updatedAt: string;
  updatedBy: string;
};

/** A change of one definition. */
export type DefinitionChange = {
  kind: DefinitionKind;
  name: string;
  definition: object;
  /** `keep` leaves the sealed secret as it is, whether it can be opened here or not. */
  clientSecret: 'keep' | { sealed: string } | undefined;
  /** The definition that it replaces, as it was read. Undefined means that none may exist yet. */
  replaces: StoredDefinition | undefined;
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

  constructor(options: { knex: Knex }) {
    this.#knex = options.knex;
  }

  /** A read that is given up keeps no connection, so that a pause can be read and written all the same. */
  async list(): Promise<StoredDefinition[]> {
    const rows: DbDefinitionRow[] = await transactionInTime(
      this.#knex,
      async trx => trx('definitions').orderBy(['kind', 'name']).select(),
    );
    return rows.map(mapRow);
  }

  /**
   * Writes all of the changes or none of them, and not later than who asked for it is told.
   *
   * @returns the definitions as they are now
   * @throws DatabricksServiceError `conflict` where one of them was changed, made or removed meanwhile; `unavailable`
   */
  async put(changes: DefinitionChange[]): Promise<StoredDefinition[]> {
    return transactionInTime(this.#knex, async trx => {
      const rows: DbDefinitionRow[] = [];
      for (const change of changes) {
        const [row] = await this.#write(trx, change);
        if (!row) {
          throw new DatabricksServiceError('conflict');
        }
        rows.push(row);
      }
      return rows.map(mapRow);
    });
  }

  /**
   * Not later than who asked for it is told.
   *
   * @throws DatabricksServiceError `conflict` where it was changed or removed meanwhile; `unavailable`
   */
  async delete(row: StoredDefinition): Promise<void> {
    await transactionInTime(this.#knex, async trx => {
      const deleted = await trx('definitions').where(fenceOf(row)).delete();
      if (deleted !== 1) {
        throw new DatabricksServiceError('conflict');
      }
    });
  }

  async #write(
    trx: Knex.Transaction,
    { kind, name, clientSecret, replaces, ...change }: DefinitionChange,
  ): Promise<DbDefinitionRow[]> {
    const now = databaseNow(this.#knex);
    const columns = {
      definition: JSON.stringify(change.definition),
      updated_at: now,
      updated_by: change.updatedBy,
      ...(clientSecret === 'keep'
        ? {}
        : {
            client_secret: clientSecret?.sealed ?? null,
            key_id: clientSecret ? keyIdOf(clientSecret.sealed) : null,
          }),
    };
    if (replaces) {
      return trx('definitions')
        .where(fenceOf(replaces))
        .update({ ...columns, version: replaces.version + 1 })
        .returning('*');
    }
    return trx('definitions')
      .insert({ kind, name, ...columns, version: 1, created_at: now })
      .onConflict(['kind', 'name'])
      .ignore()
      .returning('*');
  }
}

/** Finds a row only as it was read. One that was removed and made again has another time of creation. */
function fenceOf({ kind, name, version, createdAtMs }: StoredDefinition) {
  return { kind, name, version, created_at: createdAtMs };
}

function mapRow(row: DbDefinitionRow): StoredDefinition {
  return {
    kind: row.kind,
    name: row.name,
    definition: parseJson(row.definition),
    clientSecret: row.client_secret ?? undefined,
    version: row.version,
    createdAtMs: toEpochMs(row.created_at),
    updatedAt: new Date(toEpochMs(row.updated_at)).toISOString(),
    updatedBy: row.updated_by,
  };
}
