import { Knex } from 'knex';
import { setTimeout as delay } from 'node:timers/promises';
import { Cipher } from './Cipher';
import { Design } from './Design';
import { SingleUseEndpoint } from './singleUseEndpoint';
import { isFresh, TokenRow, TokenTable } from './TokenTable';

/** Nobody may hold a lock for longer. */
const LOCK_MS = 30_000;

/** Between tries to get it. */
const [RETRY_MIN_MS, RETRY_MAX_MS] = [160, 250];

/**
 * The secret of the configuration is stretched to a key for every value that is sealed or opened, and every read opens
 * all four of a row. A row in a table of locks says who renews.
 */
export async function stretchedKey(
  knex: Knex,
  endpoint: SingleUseEndpoint,
): Promise<Design> {
  const cipher = new Cipher('stretched');
  const table = new TokenTable('stretched_key', cipher);
  await table.create(knex);
  await knex.schema.createTable('stretched_key_locks', locks => {
    locks.string('id', 255).primary();
    locks.bigInteger('expires_at').notNullable();
  });

  const open = async (row: TokenRow) => {
    const [accessToken, refreshToken] = await Promise.all(
      [row.access_token, row.refresh_token, row.id_token, row.token_type].map(
        value => cipher.open(value),
      ),
    );
    return { accessToken, refreshToken, isFresh: isFresh(row) };
  };
  const tryToLock = async (own: Knex, id: string) => {
    const locked = await own('stretched_key_locks')
      .insert({ id, expires_at: Date.now() + LOCK_MS })
      .onConflict('id')
      .merge()
      .where('stretched_key_locks.expires_at', '<', Date.now())
      .returning('id');
    return locked.length > 0;
  };

  return {
    name: 'a key stretched at every decryption',
    store: (names, tokens) => table.store(knex, endpoint, names, tokens),
    row: name => table.read(knex, name),
    replica: own => ({
      async token(name) {
        const before = await open(await table.read(own, name));
        if (before.isFresh) {
          return before.accessToken;
        }
        while (!(await tryToLock(own, name))) {
          await delay(
            RETRY_MIN_MS + Math.random() * (RETRY_MAX_MS - RETRY_MIN_MS),
          );
        }
        try {
          const now = await open(await table.read(own, name));
          if (now.isFresh) {
            return now.accessToken;
          }
          const pair = await endpoint.refresh(now.refreshToken);
          await table.write(own, name, pair);
          return pair.accessToken;
        } finally {
          await own('stretched_key_locks').where({ id: name }).delete();
        }
      },
      forget() {},
    }),
  };
}
