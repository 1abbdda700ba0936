import { Client } from 'pg';
import { databaseOn } from '../databases/databaseOn';
import { startPostgres, type PostgresServer } from '../databases/startPostgres';
import {
  startBackendProcess,
  type BackendProcessOptions,
} from '../processes/startBackendProcess';

jest.setTimeout(600_000);

const REPLICAS = 5;

describe('Five replicas that start at once', () => {
  let postgres: PostgresServer;
  let options: BackendProcessOptions;
  let database: Client;

  beforeAll(async () => {
    postgres = await startPostgres();
    const onServer = databaseOn(postgres, 'five');
    options = {
      database: onServer,
      leaveOut: ['events', 'notifications', 'signals', 'user-settings'],
    };
    // Backstage's catalog does not come up five times at once on an empty database ("Migration table is already
    // locked"), with us or without: its tables are there before
    const first = await startBackendProcess(options);
    await first.stop();
    const { connectionString, prefix } = onServer;
    const ours = new URL(`/${prefix}databricks`, connectionString);
    database = new Client({ connectionString: ours.href });
    await database.connect();
  });

  afterAll(async () => {
    await database?.end();
    await postgres?.stop();
  });

  /** All in the plugin's own database but the scheduler's, which Backstage keeps there. */
  async function ourTables(): Promise<string[]> {
    const { rows } = await database.query(
      `select tablename from pg_tables where schemaname = 'public' and tablename not like 'backstage\\_%' order by 1`,
    );
    return rows.map(it => it.tablename);
  }

  it('all come up where no table of ours exists, and make each of them once', async () => {
    const tables = await ourTables();
    expect(tables).toEqual(
      expect.arrayContaining(['definitions', 'grants', 'sign_ins']),
    );
    const { rows: migrations } = await database.query(
      'select name from knex_migrations order by name',
    );
    for (const table of tables) {
      await database.query(`drop table ${table} cascade`);
    }
    expect(await ourTables()).toEqual([]);

    const started = await Promise.allSettled(
      Array.from({ length: REPLICAS }, () => startBackendProcess(options)),
    );
    const running = started.flatMap(it =>
      it.status === 'fulfilled' ? [it.value] : [],
    );
    try {
      expect(
        started.flatMap(it => (it.status === 'rejected' ? [it.reason] : [])),
      ).toEqual([]);
      expect(await ourTables()).toEqual(tables);
      const again = await database.query(
        'select name from knex_migrations order by name',
      );
      expect(again.rows).toEqual(migrations);
      for (const replica of running) {
        const { status } = await replica.client.request(
          '/api/databricks/fabrics',
          { as: 'alice' },
        );
        expect(status).toBe(200);
      }
    } finally {
      await Promise.all(running.map(it => it.kill()));
    }
  });
});
