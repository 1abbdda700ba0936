import { openSqlite } from '../src/databases/openSqlite';

/** In one statement, below what SQLite takes. */
const BATCH = 500;

const OWNER = 'user:default/person-';

/**
 * Adds connections of users whom nobody knows, without tokens: for what lists them.
 *
 * @param directory - of the SQLite files
 * @param issuer - URL of the workspace
 */
export async function addConnections(
  directory: string,
  options: { count: number; issuer: string; clientId: string },
): Promise<void> {
  const { count, issuer, clientId } = options;
  const knex = openSqlite(directory, 'databricks.sqlite');
  const now = Date.now();
  try {
    for (let from = 0; from < count; from += BATCH) {
      const size = Math.min(BATCH, count - from);
      await knex.batchInsert(
        'grants',
        Array.from({ length: size }, (_, index) => {
          const i = from + index;
          return {
            id: `00000000-0000-4000-8000-${String(i).padStart(12, '0')}`,
            kind: 'user',
            owner: `${OWNER}${i}`,
            issuer,
            app_connection: 'default',
            client_id: clientId,
            databricks_user_id: String(i),
            databricks_user_name: `person-${i}@example.com`,
            scopes: 'all-apis offline_access',
            refresh_token_received_at: now - i,
            generation: 1,
            status: 'connected',
            connected_at: now - i,
            used_at: now - i,
          };
        }),
        20,
      );
    }
  } finally {
    await knex.destroy();
  }
}

/** Removes those that were added so. */
export async function removeConnections(directory: string): Promise<void> {
  const knex = openSqlite(directory, 'databricks.sqlite');
  try {
    await knex('grants').whereLike('owner', `${OWNER}%`).delete();
  } finally {
    await knex.destroy();
  }
}
