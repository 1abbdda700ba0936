import { readdir } from 'node:fs/promises';
import createKnex, { type Knex } from 'knex';
import type { BackendDatabase } from './BackendDatabase';
import { openSqlite } from './openSqlite';

/** Everything that a backend's databases hold, as text: one line a column, with the bytes of binary ones as hex. */
export async function dumpDatabase(database: BackendDatabase): Promise<string> {
  return database.client === 'pg'
    ? dumpPostgres(database)
    : dumpSqlite(database.directory);
}

async function dumpPostgres(
  database: BackendDatabase & { client: 'pg' },
): Promise<string> {
  // The server's URL may name a database of its own
  const open = (name: string) =>
    createKnex({
      client: 'pg',
      connection: new URL(`/${name}`, database.connectionString).toString(),
      pool: { min: 0, max: 1 },
    });
  const names = await withKnex(open('postgres'), knex =>
    knex('pg_database')
      .whereLike('datname', `${database.prefix.replaceAll('_', '\\_')}%`)
      .orderBy('datname')
      .pluck('datname'),
  );
  const dumps = names.map((name: string) =>
    withKnex(open(name), async knex => {
      const tables = await knex('information_schema.tables')
        .select({ schema: 'table_schema', table: 'table_name' })
        .where({ table_type: 'BASE TABLE' })
        .whereNotIn('table_schema', ['pg_catalog', 'information_schema'])
        .orderBy(['table_schema', 'table_name']);
      return dumpTables(name, tables, ({ schema, table }) =>
        knex.withSchema(schema ?? 'public').table(table),
      );
    }),
  );
  return (await Promise.all(dumps)).join('');
}

async function dumpSqlite(directory: string): Promise<string> {
  const files = (await readdir(directory)).filter(file =>
    file.endsWith('.sqlite'),
  );
  const dumps = files.sort().map(file =>
    withKnex(openSqlite(directory, file), async knex => {
      const tables = await knex('sqlite_master')
        .select({ table: 'name' })
        .where({ type: 'table' })
        .orderBy('name');
      return dumpTables(file, tables, ({ table }) => knex(table));
    }),
  );
  return (await Promise.all(dumps)).join('');
}

type Table = { schema?: string; table: string };

async function dumpTables(
  database: string,
  tables: Table[],
  rowsOf: (table: Table) => Knex.QueryBuilder,
): Promise<string> {
  let dump = '';
  for (const table of tables) {
    const rows: Record<string, unknown>[] = await rowsOf(table).select('*');
    for (const row of rows) {
      for (const [column, value] of Object.entries(row)) {
        dump += `${database} ${table.table}.${column}: ${asText(value)}\n`;
      }
    }
  }
  return dump;
}

function asText(value: unknown): string {
  if (Buffer.isBuffer(value)) {
    return value.toString('hex');
  }
  return typeof value === 'object' ? JSON.stringify(value) : String(value);
}

async function withKnex<T>(
  knex: Knex,
  use: (knex: Knex) => PromiseLike<T>,
): Promise<T> {
  try {
    return await use(knex);
  } finally {
    await knex.destroy();
  }
}
