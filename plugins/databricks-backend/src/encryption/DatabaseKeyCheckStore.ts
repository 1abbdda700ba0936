import { Knex } from 'knex';
import { databaseNow } from '../database';

/** Check values of the encryption keys that were ever used with this database. */
export class DatabaseKeyCheckStore {
  readonly #knex: Knex;

  constructor(options: { knex: Knex }) {
    this.#knex = options.knex;
  }

  async list(): Promise<Map<string, string>> {
    const rows = await this.#knex<{ key_id: string; check_value: string }>(
      'encryption_keys',
    ).select('key_id', 'check_value');
    return new Map(rows.map(row => [row.key_id, row.check_value]));
  }

  /** Keeps the first value that was recorded for a key. */
  async record(keyId: string, checkValue: string): Promise<void> {
    await this.#knex('encryption_keys')
      .insert({
        key_id: keyId,
        check_value: checkValue,
        created_at: databaseNow(this.#knex),
      })
      .onConflict('key_id')
      .ignore();
  }
}
