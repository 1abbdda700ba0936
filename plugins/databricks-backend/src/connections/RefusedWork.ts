import { MAX_REMEMBERED } from '../maxStaleness';
import { ResolvedFabric } from '../settings';
import { DatabaseConnectionStore } from './DatabaseConnectionStore';

type RefusedConnection = Parameters<DatabaseConnectionStore['markRefused']>;

/** Remembers for which connections that have ended a plugin asked in vain, and writes it now and then. */
export class RefusedWork {
  readonly #store: Pick<DatabaseConnectionStore, 'markRefused'>;
  readonly #pending = new Map<string, RefusedConnection>();

  constructor(options: {
    store: Pick<DatabaseConnectionStore, 'markRefused'>;
  }) {
    this.#store = options.store;
  }

  record(userEntityRef: string, fabric: ResolvedFabric): void {
    const { workspaceUrl: issuer, appConnection = '' } = fabric;
    const key = [userEntityRef, issuer, appConnection].join('\n');
    // Whoever finds no place here asks again
    if (this.#pending.size < MAX_REMEMBERED) {
      this.#pending.set(key, [
        { userEntityRef, issuer, appConnection },
        performance.now(),
      ]);
    }
  }

  /** @throws DatabricksServiceError `unavailable`; what was not written is written the next time */
  async flush(): Promise<void> {
    for (const [key, refused] of this.#pending) {
      await this.#store.markRefused(...refused);
      if (this.#pending.get(key) === refused) {
        this.#pending.delete(key);
      }
    }
  }
}
