import {
  DatabaseService,
  LoggerService,
  resolvePackagePath,
} from '@backstage/backend-plugin-api';
import { setTimeout as delay } from 'node:timers/promises';
import { Knex } from 'knex';

/** Another replica that starts at the same time needs seconds; a lock that is older was left by a crash. */
const RETRY_FOR_MS = 30_000;
const RETRY_EVERY_MS = 250;

// Replicas that create knex's own tables at once, on PostgreSQL: unique_violation, duplicate_table, duplicate_object. SQLite says it in words
const LOST_RACE_CODES = new Set(['23505', '42P07', '42710']);

/**
 * Opens the plugin's database and brings it to the newest schema, also while other replicas do the same.
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

async function migrate(knex: Knex, logger: LoggerService): Promise<void> {
  const directory = resolvePackagePath(
    '@backstage-databricks/plugin-databricks-backend',
    'migrations',
  );
  const giveUpAt = performance.now() + RETRY_FOR_MS;
  for (let waiting = false; ; waiting = true) {
    try {
      await knex.migrate.latest({ directory });
      return;
    } catch (error) {
      if (!isHeldByOther(error)) {
        throw error;
      }
      if (performance.now() > giveUpAt) {
        throw new Error(
          `The tables of the databricks plugin have been locked for ${
            RETRY_FOR_MS / 1000
          } s by a migration elsewhere. If no other replica is starting, a crashed one left the lock: set is_locked to 0 in the table knex_migrations_lock of this plugin's database`,
        );
      }
      if (!waiting) {
        logger.info('Waiting for another replica that migrates the database');
      }
      await delay(RETRY_EVERY_MS * (1 + Math.random()));
    }
  }
}

function isHeldByOther(error: unknown): boolean {
  const { name, code, message } = error as {
    name?: string;
    code?: string;
    message?: string;
  };
  return (
    name === 'MigrationLocked' ||
    (code !== undefined && LOST_RACE_CODES.has(code)) ||
    /knex_migrations\w*` already exists$/.test(message ?? '')
  );
}
