import { Knex } from 'knex';
import { ResolvedAppConnection } from '../settings';
import { signInLimits } from './signInExpiry';

/** What the status of a connection depends on beside its row. */
export type KnownToStatus = {
  appConnections: ReadonlyMap<
    string,
    Pick<
      ResolvedAppConnection,
      'clientId' | 'refreshTokenLifetimeDays' | 'sessionLifetimeDays'
    >
  >;
  /** Of the encryption keys that are configured. */
  keyIds: string[];
};

/**
 * The status that `describeConnection` shows, for queries of `grants`. The two agree: a test compares them for every kind
 * of row.
 *
 * @param now - an expression that stays the same for the whole query, in epoch milliseconds
 */
export function connectionStatusSql(
  knex: Knex,
  { appConnections, keyIds }: KnownToStatus,
  now: Knex.Raw,
): Knex.Raw {
  if (appConnections.size === 0) {
    return knex.raw(`'reconnect_required'`);
  }
  const known = [...appConnections].map(
    ([name, { clientId, ...lifetimes }]) => ({
      name,
      clientId,
      ...signInLimits(lifetimes),
    }),
  );
  const byName = (valueOf: (it: (typeof known)[number]) => Knex.Raw) => {
    const branches = known.reduce(
      (before, it) =>
        knex.raw('? when ? then ?', [before, it.name, valueOf(it)]),
      knex.raw('case app_connection'),
    );
    return knex.raw('(? end)', [branches]);
  };
  const ms = (value: number | null) => knex.raw('cast(? as bigint)', [value]);
  const hasNoKey = keyIds.reduce(
    (before, keyId) => knex.raw('? and key_id <> ?', [before, keyId]),
    knex.raw('key_id is not null'),
  );
  return knex.raw(
    `(case
      when status = 'reconnect_required' or client_id is distinct from ? then 'reconnect_required'
      when (?) or unreadable_at is not null then 'unreadable'
      when coalesce(refresh_token_received_at, connected_at) < ? + ? or connected_at < ? + ? then 'expires_soon'
      else 'connected'
    end)`,
    [
      byName(it => knex.raw('cast(? as text)', [it.clientId])),
      hasNoKey,
      now,
      byName(it => ms(it.warnAheadMs - it.refreshMs)),
      now,
      byName(({ warnAheadMs, sessionMs }) =>
        ms(sessionMs === undefined ? null : warnAheadMs - sessionMs),
      ),
    ],
  );
}
