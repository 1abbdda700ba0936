import { LRUCache } from 'lru-cache';
import { MAX_REMEMBERED } from '../maxStaleness';
import {
  DatabaseConnectionStore,
  USE_NOTE_MS,
} from './DatabaseConnectionStore';
import { DatabaseGrantUseStore } from './DatabaseGrantUseStore';

/** Ids in one statement. */
const BATCH = 500;

type ConnectionUsesOptions = {
  store: Pick<DatabaseConnectionStore, 'markUsed'>;
  useStore: Pick<DatabaseGrantUseStore, 'markUsedBy'>;
};

/**
 * Remembers which connections were used, and which plugins worked as the holder of a grant. Writes it now and then:
 * reading a token writes nothing.
 */
export class ConnectionUses {
  readonly #options: ConnectionUsesOptions;
  /** IDs of grants by consumer; without one, those that were used at all. */
  readonly #pending = new Map<string | undefined, Set<string>>();
  readonly #noted = new LRUCache<string, true>({
    max: MAX_REMEMBERED,
    ttl: USE_NOTE_MS,
  });

  constructor(options: ConnectionUsesOptions) {
    this.#options = options;
  }

  /** @param consumer - ID of the plugin that worked as its holder */
  record(grantId: string, consumer?: string): void {
    const key = consumer === undefined ? grantId : `${grantId} ${consumer}`;
    if (!this.#noted.has(key)) {
      this.#noted.set(key, true);
      const pending = this.#pending.get(consumer) ?? new Set();
      this.#pending.set(consumer, pending.add(grantId));
    }
  }

  /** @throws DatabricksServiceError `unavailable`; what was not written is written the next time */
  async flush(): Promise<void> {
    for (const [consumer, pending] of this.#pending) {
      const ids = [...pending];
      for (let i = 0; i < ids.length; i += BATCH) {
        const batch = ids.slice(i, i + BATCH);
        await this.#write(batch, consumer);
        batch.forEach(id => pending.delete(id));
      }
    }
  }

  #write(grantIds: string[], consumer: string | undefined): Promise<void> {
    const { store, useStore } = this.#options;
    return consumer === undefined
      ? store.markUsed(grantIds)
      : useStore.markUsedBy(consumer, grantIds);
  }
}
