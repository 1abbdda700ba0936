import { MAX_REMEMBERED } from '../maxStaleness';
import { ResolvedFabric } from '../settings';
import {
  DatabaseConnectionStore,
  RefusedConnection,
} from './DatabaseConnectionStore';

/** Connections in one statement, five values each: an older SQLite takes a thousand values. */
const BATCH = 100;

/** Remembers for which connections that have ended a plugin asked in vain, and writes it now and then. */
export class RefusedWork {
  readonly #store: Pick<DatabaseConnectionStore, 'markRefused'>;
  readonly #pending = new Map<string, RefusedConnection>();

  constructor(options: {
    store: Pick<DatabaseConnectionStore, 'markRefused'>;
  }) {
    this.#store = options.store;
  }

  record(owner: string, fabric: ResolvedFabric): void {
    const { workspaceUrl: issuer, appConnection = '' } = fabric;
    const key = [owner, issuer, appConnection].join('\n');
    // Whoever finds no place here asks again
    if (this.#pending.size < MAX_REMEMBERED) {
      const refusedAt = performance.now();
      this.#pending.set(key, { owner, issuer, appConnection, refusedAt });
    }
  }

  /** @throws DatabricksServiceError `unavailable`; what was not written is written the next time */
  async flush(): Promise<void> {
    const pending = [...this.#pending];
    for (let i = 0; i < pending.length; i += BATCH) {
      const batch = pending.slice(i, i + BATCH);
      await this.#store.markRefused(batch.map(([, refused]) => refused));
      for (const [key, refused] of batch) {
        if (this.#pending.get(key) === refused) {
          this.#pending.delete(key);
        }
      }
    }
  }
}
