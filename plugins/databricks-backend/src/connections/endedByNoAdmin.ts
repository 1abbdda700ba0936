import { Knex } from 'knex';

/** Of the connections that no admin has ended. What an admin wrote stays until its user has done something about it. */
export function endedByNoAdmin(query: Knex.QueryBuilder): void {
  query.whereNull('reason_code').orWhereNot('reason_code', 'ended_by_admin');
}
