import { AuthService, LoggerService } from '@backstage/backend-plugin-api';
import { CatalogService } from '@backstage/plugin-catalog-node';
import { DAY_MS } from '../database';
import { AuditTrail } from '../portal';
import { LiveSettings } from '../settings';
import { withTimeout } from '../withTimeout';
import { ConnectionAdmin } from './ConnectionAdmin';
import { DatabaseKnownUserStore } from './DatabaseKnownUserStore';

/** The catalog answers lists of this size well below a second. */
const BATCH = 100;

/** Long enough for a slow catalog, since no user waits for its answer. */
const CATALOG_DEADLINE_MS = 30_000;

/** A larger share of users who are missing at once means that ingestion has failed: people leave one by one. */
const MAX_SHARE = 0.1;

export type RemovedUsersOptions = {
  auth: AuthService;
  catalog: CatalogService;
  store: DatabaseKnownUserStore;
  connectionAdmin: ConnectionAdmin;
  settings: LiveSettings;
  audit: AuditTrail;
  logger: LoggerService;
};

/** Ends the connections of users who have left the catalog, as `endConnectionsOfRemovedUsers` says. */
export class RemovedUsers {
  readonly #options: RemovedUsersOptions;

  constructor(options: RemovedUsersOptions) {
    this.#options = options;
  }

  async run(signal: AbortSignal): Promise<void> {
    const { audit, connectionAdmin, settings, store, logger } = this.#options;
    const afterMs = settings.current().config.endConnectionsOfRemovedUsersMs;
    if (afterMs === undefined) {
      return;
    }
    const users = await store.usersWithConnections();
    const missing: string[] = [];
    for (let i = 0; i < users.length && !signal.aborted; i += BATCH) {
      missing.push(...(await this.#look(users.slice(i, i + BATCH))));
    }
    // Of some users alone too few are missing to tell that ingestion has failed
    if (signal.aborted) {
      return;
    }
    // The catalog may lack a user for a moment, so that we wait for at least a day
    const gone = await store.missingFor(missing, Math.max(afterMs, DAY_MS));
    if (gone.length > Math.max(1, users.length * MAX_SHARE)) {
      logger.warn(
        `${gone.length} of ${users.length} users with connections are missing in the catalog, which is too many to be true: nothing is ended`,
      );
      return;
    }
    for (const user of gone) {
      if (signal.aborted) {
        return;
      }
      await audit.record(
        'connection-end',
        { meta: { user, reason: 'removed from the catalog' } },
        () => connectionAdmin.remove({ user }),
      );
      await store.forget(user);
    }
  }

  /** @returns those whom the catalog does not know */
  async #look(users: string[]): Promise<string[]> {
    const { auth, catalog, store } = this.#options;
    const ask = async () =>
      catalog.getEntitiesByRefs(
        { entityRefs: users, fields: ['kind', 'metadata.name'] },
        { credentials: await auth.getOwnServiceCredentials() },
      );
    const { items } = await withTimeout(
      CATALOG_DEADLINE_MS,
      ask(),
      () => new Error('The catalog does not answer'),
    );
    const missing = users.filter((_, index) => !items[index]);
    for (const user of users) {
      await (missing.includes(user) ? store.missing(user) : store.seen(user));
    }
    return missing;
  }
}
