import { Knex } from 'knex';
import { Cipher } from './Cipher';
import { Pair, SingleUseEndpoint } from './singleUseEndpoint';

const HOUR_MS = 60 * 60 * 1000;

/** In one statement. */
const BATCH = 500;

/** What the other designs store of a token. */
export type TokenRow = {
  id: string;
  access_token: string;
  refresh_token: string;
  id_token: string;
  token_type: string;
  expires_at: string | number;
};

/** The table of one design. */
export class TokenTable {
  readonly #name: string;
  readonly #cipher: Cipher;

  constructor(name: string, cipher: Cipher) {
    this.#name = name;
    this.#cipher = cipher;
  }

  async create(knex: Knex): Promise<void> {
    await knex.schema.createTable(this.#name, table => {
      table.string('id', 255).primary();
      table.text('access_token').notNullable();
      table.text('refresh_token').notNullable();
      table.text('id_token').notNullable();
      table.text('token_type').notNullable();
      table.bigInteger('expires_at').notNullable();
    });
  }

  async store(
    knex: Knex,
    endpoint: SingleUseEndpoint,
    names: readonly string[],
    tokens: 'fresh' | 'expired',
  ): Promise<void> {
    const expiresAt = Date.now() + (tokens === 'fresh' ? 1 : -1) * HOUR_MS;
    for (let from = 0; from < names.length; from += BATCH) {
      const rows = names.slice(from, from + BATCH).map(async id => ({
        id,
        ...(await this.#sealed(endpoint.signIn())),
        id_token: await this.#cipher.seal('an ID token'),
        token_type: await this.#cipher.seal('Bearer'),
        expires_at: expiresAt,
      }));
      await knex(this.#name)
        .insert(await Promise.all(rows))
        .onConflict('id')
        .merge();
    }
  }

  async read(knex: Knex, id: string): Promise<TokenRow> {
    return knex(this.#name).where({ id }).first();
  }

  async write(knex: Knex, id: string, pair: Pair): Promise<void> {
    await knex(this.#name)
      .where({ id })
      .update({
        ...(await this.#sealed(pair)),
        expires_at: Date.now() + HOUR_MS,
      });
  }

  async #sealed({ accessToken, refreshToken }: Pair) {
    const [access_token, refresh_token] = await Promise.all([
      this.#cipher.seal(accessToken),
      this.#cipher.seal(refreshToken),
    ]);
    return { access_token, refresh_token };
  }
}

/** With a minute in hand, as we do. */
export function isFresh(row: TokenRow): boolean {
  return Number(row.expires_at) - Date.now() > 60_000;
}
