import { LRUCache } from 'lru-cache';
import { MAX_REMEMBERED } from '../maxStaleness';
import {
  DatabaseConnectionStore,
  USE_NOTE_MS,
} from './DatabaseConnectionStore';

/** Ids in one statement. */
const BATCH = 500;

/** Remembers which connections were used, and writes it now and then: reading a token writes nothing. */
export class ConnectionUses {
  readonly #store: Pick<DatabaseConnectionStore, 'markUsed'>;
  readonly #pending = new Set<string>();
  readonly #noted = new LRUCache<string, true>({
    max: MAX_REMEMBERED,
    ttl: USE_NOTE_MS,
  });

  constructor(options: { store: Pick<DatabaseConnectionStore, 'markUsed'> }) {
    this.#store = options.store;
  }

  record(grantId: string): void {
    if (!this.#noted.has(grantId)) {
      this.#noted.set(grantId, true);
      this.#pending.add(grantId);
    }
  }

  /** @throws DatabricksServiceError `unavailable`; what was not written is written the next time */
  async flush(): Promise<void> {
    const ids = [...this.#pending];
    for (let i = 0; i < ids.length; i += BATCH) {
      const batch = ids.slice(i, i + BATCH);
      await this.#store.markUsed(batch);
      batch.forEach(id => this.#pending.delete(id));
    }
  }
}
