import { Knex } from 'knex';

/** The only server that is taken; everything else is a kind of SQLite, within this process. */
export function isPostgres(knex: Knex): boolean {
  return knex.client.config.client === 'pg';
}
