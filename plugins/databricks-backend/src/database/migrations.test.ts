import { TestDatabases } from '@backstage/backend-test-utils';
import { mockServices } from '@backstage/backend-test-utils';
import { Knex } from 'knex';
import { readdirSync } from 'node:fs';
import { resolve } from 'node:path';
import { databaseNow, databaseNowPlus, toEpochMs } from './databaseTime';
import { openDatabase } from './migrate';

jest.setTimeout(60_000);

const directory = resolve(__dirname, '../../migrations');
const databases = TestDatabases.create({ ids: ['POSTGRES_18', 'SQLITE_3'] });

async function tablesOf(knex: Knex): Promise<string[]> {
  const names = [
    'encryption_keys',
    'sign_ins',
    'grants',
    'test_results',
    'fabric_names',
    'grant_uses',
    'ended_connections',
    'definitions',
    'encryption_sweeps',
    'known_users',
    'told_users',
    'told_faults',
    'check_results',
    'check_runs',
    'pauses',
  ];
  const found = [];
  for (const name of names) {
    if (await knex.schema.hasTable(name)) {
      found.push(name);
    }
  }
  return found;
}

describe.each(databases.eachSupportedId())('The database on %s', id => {
  it('goes up and down, file by file', async () => {
    const knex = await databases.init(id);
    const files = readdirSync(directory).sort();
    for (const file of files) {
      const [, applied] = await knex.migrate.up({ directory });
      expect(applied).toEqual([file]);
    }
    expect(await tablesOf(knex)).toHaveLength(15);
    for (const file of [...files].reverse()) {
      const [, reverted] = await knex.migrate.down({ directory });
      expect(reverted).toEqual([file]);
    }
    expect(await tablesOf(knex)).toEqual([]);
    await knex.destroy();
  });

  it('is migrated once by five replicas that start together on nothing', async () => {
    for (let round = 0; round < 5; round++) {
      const knex = await databases.init(id);
      const database = mockServices.database({ knex });
      await Promise.all(
        Array.from({ length: 5 }, () =>
          openDatabase({ database, logger: mockServices.logger.mock() }),
        ),
      );
      expect(await tablesOf(knex)).toHaveLength(15);
      expect(await knex('knex_migrations_lock')).toEqual([
        expect.objectContaining({ is_locked: 0 }),
      ]);
      await knex.destroy();
    }
  });

  if (id !== 'SQLITE_3') {
    it('waits for a replica that migrates, and goes on when that one dies', async () => {
      const knex = await databases.init(id);
      const other = await knex.transaction();
      await other.raw(
        `select pg_advisory_xact_lock(hashtextextended('databricks migrations', 0))`,
      );
      const logger = mockServices.logger.mock();
      const waiting = new Promise<void>(wait => {
        logger.info.mockImplementation(() => wait());
      });
      const opened = openDatabase({
        database: mockServices.database({ knex }),
        logger,
      });
      await waiting;
      expect(await tablesOf(knex)).toEqual([]);
      await other.rollback();
      await opened;
      expect(await tablesOf(knex)).toHaveLength(15);
      await knex.destroy();
    });
  }

  it('tells its own time in milliseconds, and adds to it', async () => {
    const knex = await databases.init(id);
    const [row] = await knex.select({
      now: databaseNow(knex),
      later: databaseNowPlus(knex, 90_000),
    });
    expect(Math.abs(toEpochMs(row.now) - Date.now())).toBeLessThan(5_000);
    expect(toEpochMs(row.later) - toEpochMs(row.now)).toBeGreaterThanOrEqual(
      90_000,
    );
    await knex.destroy();
  });
});

describe('openDatabase', () => {
  it('refuses MySQL in words', async () => {
    const knex = { client: { config: { client: 'mysql2' } } } as Knex;
    await expect(
      openDatabase({
        database: mockServices.database({ knex }),
        logger: mockServices.logger.mock(),
      }),
    ).rejects.toThrow(
      "keeps its data in PostgreSQL or SQLite, but backend.database.client is 'mysql2'",
    );
  });
});
