import { Knex } from 'knex';

/** Which connections are meant. An empty filter means those of all users. */
export type ConnectionFilter = {
  id?: string;
  user?: string;
  issuer?: string;
  appConnection?: string;
};

/** Of the connections that every one of these filters lets through. */
export function matchingConnections(
  knex: Knex,
  ...filters: ConnectionFilter[]
): Knex.QueryBuilder {
  const query = knex('grants').where({ kind: 'user' });
  for (const { id, user, issuer, appConnection } of filters) {
    const columns = { id, owner: user, issuer, app_connection: appConnection };
    query.where(
      Object.fromEntries(
        Object.entries(columns).filter(([, value]) => value !== undefined),
      ),
    );
  }
  return query;
}
