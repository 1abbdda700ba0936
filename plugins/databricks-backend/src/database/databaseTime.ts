import { Knex } from 'knex';
import { isPostgres } from './isPostgres';

export const DAY_MS = 24 * 60 * 60 * 1000;

/**
 * The database's own clock in epoch milliseconds, as an expression for queries. All instants that are compared
 * come from here, so that replicas with different clocks agree.
 *
 * PostgreSQL's `now()` stands still within a transaction, hence `clock_timestamp()`; SQLite stores JavaScript
 * dates and its own timestamps in forms that compare wrongly, hence integers on both.
 */
export function databaseNow(knex: Knex): Knex.Raw {
  return isPostgres(knex)
    ? knex.raw('(extract(epoch from clock_timestamp()) * 1000)::bigint')
    : knex.raw(`cast(unixepoch('subsec') * 1000 as integer)`);
}

/**
 * @param offsetMs - milliseconds after (or, negative, before) the database's now
 */
export function databaseNowPlus(knex: Knex, offsetMs: number): Knex.Raw {
  return knex.raw('(? + ?)', [databaseNow(knex), Math.trunc(offsetMs)]);
}

/** PostgreSQL's driver returns bigint as a string, SQLite's as a number. */
export function toEpochMs(value: string | number): number;
export function toEpochMs(
  value: string | number | null | undefined,
): number | undefined;
export function toEpochMs(
  value: string | number | null | undefined,
): number | undefined {
  return value === null || value === undefined ? undefined : Number(value);
}
