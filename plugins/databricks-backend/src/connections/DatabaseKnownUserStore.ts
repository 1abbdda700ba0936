import { Knex } from 'knex';
import { databaseNow, databaseNowPlus } from '../database';

/** Which users with connections the catalog has known, and since when it does not. */
export class DatabaseKnownUserStore {
  readonly #knex: Knex;

  constructor(options: { knex: Knex }) {
    this.#knex = options.knex;
  }

  /** Entity refs of all users with connections. */
  async usersWithConnections(): Promise<string[]> {
    return this.#knex('grants')
      .where({ kind: 'user' })
      .distinct()
      .orderBy('owner')
      .pluck('owner');
  }

  async seen(userEntityRef: string): Promise<void> {
    await this.#knex('known_users')
      .insert({
        user_entity_ref: userEntityRef,
        seen_at: databaseNow(this.#knex),
        missing_since: null,
      })
      .onConflict('user_entity_ref')
      .merge();
  }

  /** Counts for users only whom the catalog has known. */
  async missing(userEntityRef: string): Promise<void> {
    await this.#knex('known_users')
      .where({ user_entity_ref: userEntityRef })
      .whereNull('missing_since')
      .update({ missing_since: databaseNow(this.#knex) });
  }

  /** Those of the given users who have been missing for so long. */
  async missingFor(
    userEntityRefs: string[],
    durationMs: number,
  ): Promise<string[]> {
    const missing: string[] = await this.#knex('known_users')
      .where('missing_since', '<=', databaseNowPlus(this.#knex, -durationMs))
      .pluck('user_entity_ref');
    const wanted = new Set(userEntityRefs);
    return missing.filter(ref => wanted.has(ref));
  }

  async forget(userEntityRef: string): Promise<void> {
    await this.#knex('known_users')
      .where({ user_entity_ref: userEntityRef })
      .delete();
  }
}
