import { Knex } from 'knex';
import { Cipher } from './Cipher';
import { Design } from './Design';
import { SingleUseEndpoint } from './singleUseEndpoint';
import { isFresh, TokenTable } from './TokenTable';

/**
 * A transaction takes an advisory lock, reads again, calls the endpoint, writes and commits: the lock needs its
 * connection for as long as the call takes.
 */
export async function lockHeld(
  knex: Knex,
  endpoint: SingleUseEndpoint,
): Promise<Design> {
  const cipher = new Cipher('kept');
  const table = new TokenTable('lock_held', cipher);
  await table.create(knex);

  const renew = (own: Knex, name: string) =>
    own.transaction(async trx => {
      await trx.raw('select pg_advisory_xact_lock(hashtextextended(?, 0))', [
        name,
      ]);
      const row = await table.read(trx, name);
      if (isFresh(row)) {
        return cipher.open(row.access_token);
      }
      const pair = await endpoint.refresh(await cipher.open(row.refresh_token));
      await table.write(trx, name, pair);
      return pair.accessToken;
    });

  return {
    name: 'a lock held during the call',
    store: (names, tokens) => table.store(knex, endpoint, names, tokens),
    row: name => table.read(knex, name),
    replica: own => ({
      async token(name) {
        const row = await table.read(own, name);
        return isFresh(row) ? cipher.open(row.access_token) : renew(own, name);
      },
      forget() {},
    }),
  };
}
