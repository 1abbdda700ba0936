import { Knex } from 'knex';
import { databaseNow, databaseNowPlus, deleteInBatches } from '../database';
import { ResolvedAppConnection } from '../settings';
import { REMEMBER_ENDED_MS } from './DatabaseConnectionStore';

const DAY_MS = 24 * 60 * 60 * 1000;

/** A user who has not reconnected for a quarter does not wonder about the card any more. */
const DEAD_CONNECTION_MS = 90 * DAY_MS;

/** A service principal's row is made again when it is used; one of a fabric that is gone never is. */
const UNUSED_SERVICE_PRINCIPAL_MS = 30 * DAY_MS;

/**
 * Removes the memory of ended connections, connections that wait for a reconnect in vain, those whose sign-in has
 * ended unnoticed since nobody uses them, and unused rows of service principals.
 *
 * @param appConnections - for their lifetimes
 */
export async function removeDeadGrants(
  knex: Knex,
  appConnections: readonly ResolvedAppConnection[],
  signal: AbortSignal,
): Promise<number> {
  const ended = await deleteInBatches(
    knex,
    'ended_connections',
    query =>
      query.where('ended_at', '<', databaseNowPlus(knex, -REMEMBER_ENDED_MS)),
    signal,
  );
  const dead = await deleteInBatches(
    knex,
    'grants',
    query =>
      query
        .where({ kind: 'user', status: 'reconnect_required' })
        .whereRaw('coalesce(used_at, connected_at) < ?', [
          databaseNowPlus(knex, -DEAD_CONNECTION_MS),
        ]),
    signal,
  );
  let lapsed = 0;
  for (const appConnection of appConnections) {
    lapsed += await removeLapsed(knex, appConnection, signal);
  }
  const unused = await deleteInBatches(
    knex,
    'grants',
    query =>
      query
        .where('kind', 'servicePrincipal')
        .whereRaw('coalesce(access_token_expires_at, connected_at) < ?', [
          databaseNowPlus(knex, -UNUSED_SERVICE_PRINCIPAL_MS),
        ])
        // One that is rejected again and again has no token, and is used
        .andWhere(builder =>
          builder
            .whereNull('retry_at')
            .orWhere(
              'retry_at',
              '<',
              databaseNowPlus(knex, -UNUSED_SERVICE_PRINCIPAL_MS),
            ),
        )
        .andWhere(builder =>
          builder
            .whereNull('lease_until')
            .orWhere('lease_until', '<', databaseNow(knex)),
        ),
    signal,
  );
  return ended + dead + lapsed + unused;
}

/** By the formula of `signInExpiresAtMs`. */
async function removeLapsed(
  knex: Knex,
  {
    name,
    refreshTokenLifetimeDays,
    sessionLifetimeDays,
  }: ResolvedAppConnection,
  signal: AbortSignal,
): Promise<number> {
  const lapsedFor = (lifetimeDays: number) =>
    databaseNowPlus(knex, -(lifetimeDays * DAY_MS + DEAD_CONNECTION_MS));
  return deleteInBatches(
    knex,
    'grants',
    query =>
      query
        .where({ kind: 'user', status: 'connected', app_connection: name })
        .whereRaw('coalesce(used_at, connected_at) < ?', [
          databaseNowPlus(knex, -DEAD_CONNECTION_MS),
        ])
        .andWhere(builder => {
          builder.whereRaw(
            'coalesce(refresh_token_received_at, connected_at) < ?',
            [lapsedFor(refreshTokenLifetimeDays)],
          );
          if (sessionLifetimeDays !== undefined) {
            builder.orWhere(
              'connected_at',
              '<',
              lapsedFor(sessionLifetimeDays),
            );
          }
        }),
    signal,
  );
}
