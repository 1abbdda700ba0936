import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import createKnex, { type Knex } from 'knex';
import { LeakOracle } from '../leaks/LeakOracle';
import { databaseOn } from './databaseOn';
import { dumpDatabase } from './dumpDatabase';
import type { BackendDatabase } from './BackendDatabase';
import { openSqlite } from './openSqlite';
import { startPostgres, type PostgresServer } from './startPostgres';

jest.setTimeout(90_000);

const oracle = new LeakOracle();
const secrets = {
  text: oracle.canary('text'),
  json: oracle.canary('json'),
  bytes: oracle.canary('bytes'),
};

async function plant(knex: Knex): Promise<void> {
  await knex.schema.createTable('planted', table => {
    table.text('text');
    table.jsonb('json');
    table.binary('bytes');
    table.text('nothing').nullable();
  });
  await knex('planted').insert({
    text: `before ${secrets.text} after`,
    json: JSON.stringify({ token: [secrets.json] }),
    bytes: Buffer.from(secrets.bytes),
  });
  await knex.destroy();
}

async function secretsFoundIn(database: BackendDatabase): Promise<string[]> {
  const databaseDump = await dumpDatabase(database);
  return oracle.search({ databaseDump }).map(leak => leak.secret);
}

describe('dumpDatabase', () => {
  let postgres: PostgresServer;
  let directory: string;
  beforeAll(async () => {
    postgres = await startPostgres();
    directory = await mkdtemp(join(tmpdir(), 'databricks-dump-'));
  });
  afterAll(async () => {
    await postgres?.stop();
    await rm(directory, { recursive: true, force: true });
  });

  it('writes all that SQLite files hold', async () => {
    await plant(openSqlite(directory, 'databricks.sqlite'));
    const database = { client: 'better-sqlite3', directory } as const;
    await expect(secretsFoundIn(database)).resolves.toEqual(oracle.names);
    await expect(dumpDatabase(database)).resolves.toContain(
      'planted.nothing: null',
    );
  });

  it('writes all that the PostgreSQL databases with a prefix hold, in every schema', async () => {
    const database = databaseOn(postgres, 'dump');
    const { connectionString, prefix } = database;
    const server = createKnex({
      client: 'pg',
      connection: `${connectionString}/postgres`,
    });
    await server.raw('create database ??', [`${prefix}databricks`]);
    await server.raw('create database ??', [`other_${prefix}`]);
    await server.destroy();
    const connection = `${connectionString}/${prefix}databricks`;
    const knex = createKnex({ client: 'pg', connection });
    await knex.raw('create schema apart');
    await knex.destroy();

    await plant(
      createKnex({ client: 'pg', connection, searchPath: ['apart'] }),
    );
    await plant(
      createKnex({
        client: 'pg',
        connection: `${connectionString}/other_${prefix}`,
      }),
    );

    await expect(secretsFoundIn(database)).resolves.toEqual(oracle.names);
    await expect(dumpDatabase(database)).resolves.not.toContain('other_');
  });
});
