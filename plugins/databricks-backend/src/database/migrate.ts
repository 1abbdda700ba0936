import {
  DatabaseService,
  LoggerService,
  resolvePackagePath,
} from '@backstage/backend-plugin-api';
import { Knex } from 'knex';
import { isPostgres } from './isPostgres';

/** Migrating takes another replica seconds. After this long we take it to be stuck. */
const MAX_WAIT_MS = 30_000;

const LOCK_NAME = 'databricks migrations';

const LOCK_NOT_AVAILABLE = '55P03';

/**
 * Opens the plugin's database and brings its schema up to date. Other replicas may do so at the same time.
 *
 * @throws Error on databases other than PostgreSQL and SQLite, and when migrating fails
 */
export async function openDatabase(options: {
  database: DatabaseService;
  logger: LoggerService;
}): Promise<Knex> {
  const knex = await options.database.getClient();
  const client = String(knex.client.config.client);
  if (client !== 'pg' && !client.includes('sqlite')) {
    throw new Error(
      `The databricks plugin keeps its data in PostgreSQL or SQLite, but backend.database.client is '${client}'`,
    );
  }
  if (!options.database.migrations?.skip) {
    await migrate(knex, options.logger);
  }
  return knex;
}

/**
 * Migrates in one transaction that begins with a lock. So replicas that start together migrate one after the other,
 * even before knex's own tables exist, and a replica that dies leaves neither a lock nor half a schema. Knex's own lock
 * is not enough: two replicas that create its table together put two rows into it, and then nobody can take it.
 */
async function migrate(knex: Knex, logger: LoggerService): Promise<void> {
  const directory = resolvePackagePath(
    '@backstage-databricks/plugin-databricks-backend',
    'migrations',
  );
  await knex.transaction(async transaction => {
    // SQLite has one connection, and the transaction is on it
    if (isPostgres(knex)) {
      await waitForTurn(transaction, logger);
    }
    await transaction.migrate.latest({ directory });
  });
}

async function waitForTurn(
  transaction: Knex.Transaction,
  logger: LoggerService,
): Promise<void> {
  const { rows } = await transaction.raw(
    'select pg_try_advisory_xact_lock(hashtextextended(?, 0)) as mine',
    LOCK_NAME,
  );
  if (rows[0].mine) {
    return;
  }
  logger.info('Waiting for another replica that migrates the database');
  await transaction.raw(`select set_config('lock_timeout', ?, true)`, [
    String(MAX_WAIT_MS),
  ]);
  try {
    await transaction.raw(
      'select pg_advisory_xact_lock(hashtextextended(?, 0))',
      LOCK_NAME,
    );
  } catch (error) {
    if ((error as { code?: string }).code === LOCK_NOT_AVAILABLE) {
      throw new Error(
        `The tables of the databricks plugin have been locked for ${
          MAX_WAIT_MS / 1000
        } s by another replica that migrates them. If none does, end the transaction that holds the advisory lock: select pid from pg_locks where locktype = 'advisory'`,
      );
    }
    throw error;
  }
}
