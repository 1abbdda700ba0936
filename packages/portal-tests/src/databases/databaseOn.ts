import { randomBytes } from 'node:crypto';
import type { PostgresServer } from './startPostgres';

/** Where one test's backend processes keep their data on a server that other tests use too. */
export function databaseOn({ connectionString }: PostgresServer, name: string) {
  const prefix = `${name}_${randomBytes(4).toString('hex')}_`;
  return { client: 'pg', connectionString, prefix } as const;
}
