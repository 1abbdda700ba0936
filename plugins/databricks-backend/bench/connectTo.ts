import createKnex, { Knex } from 'knex';

/** Ten connections at most, as Backstage gives to a plugin. */
export function connectTo(url: string, max = 10): Knex {
  return createKnex({ client: 'pg', connection: url, pool: { min: 0, max } });
}
