import { Knex } from 'knex';
import { Cipher } from './Cipher';
import { Design } from './Design';
import { SingleUseEndpoint } from './singleUseEndpoint';
import { isFresh, TokenTable } from './TokenTable';

/** Whoever finds an expired token renews it: a process knows nothing of the others. */
export async function uncoordinated(
  knex: Knex,
  endpoint: SingleUseEndpoint,
): Promise<Design> {
  const cipher = new Cipher('kept');
  const table = new TokenTable('uncoordinated', cipher);
  await table.create(knex);
  return {
    name: 'no coordination',
    store: (names, tokens) => table.store(knex, endpoint, names, tokens),
    row: name => table.read(knex, name),
    replica: own => ({
      async token(name) {
        const row = await table.read(own, name);
        if (isFresh(row)) {
          return cipher.open(row.access_token);
        }
        const pair = await endpoint.refresh(
          await cipher.open(row.refresh_token),
        );
        await table.write(own, name, pair);
        return pair.accessToken;
      },
      forget() {},
    }),
  };
}
