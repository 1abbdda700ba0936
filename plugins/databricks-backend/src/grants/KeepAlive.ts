import { Settings, AppConnection } from '../settings';
import {
  DatabaseKeepAliveStore,
  DueConnection,
} from './DatabaseKeepAliveStore';
import { TokenEngine } from './TokenEngine';

/** At a time. Nobody waits for these; those who do need Databricks and the database more. */
const CONCURRENCY = 8;

/** Rows that are found at once. */
const PAGE = 500;

/** Keeps connections alive that are used, by renewing them before Databricks lets their refresh tokens expire. */
export class KeepAlive {
  readonly #store: DatabaseKeepAliveStore;
  readonly #settings: Settings;
  readonly #engine: TokenEngine;

  static create(options: {
    store: DatabaseKeepAliveStore;
    settings: Settings;
    engine: TokenEngine;
  }): KeepAlive {
    return new KeepAlive(options.store, options.settings, options.engine);
  }

  private constructor(
    store: DatabaseKeepAliveStore,
    settings: Settings,
    engine: TokenEngine,
  ) {
    this.#store = store;
    this.#settings = settings;
    this.#engine = engine;
  }

  /** Renews what is due. A workspace that does not answer, or asks to slow down, is left alone until the next run. */
  async run(signal: AbortSignal): Promise<void> {
    const skipped = new Set<string>();
    for (const appConnection of this.#settings
      .current()
      .appConnections.values()) {
      let after = '';
      for (;;) {
        const due = await this.#store.listDue(appConnection, {
          after,
          limit: PAGE,
        });
        await this.#renewAll(appConnection, due, skipped, signal);
        if (due.length < PAGE || signal.aborted) {
          break;
        }
        after = due[due.length - 1].id;
      }
    }
  }

  async #renewAll(
    appConnection: AppConnection,
    due: DueConnection[],
    skipped: Set<string>,
    signal: AbortSignal,
  ): Promise<void> {
    const queue = due.values();
    const work = async () => {
      for (const { userEntityRef, workspaceUrl } of queue) {
        if (signal.aborted) {
          return;
        }
        if (!skipped.has(workspaceUrl)) {
          const isWell = await this.#renew({
            kind: 'user',
            owner: userEntityRef,
            workspaceUrl,
            appConnection,
          });
          if (!isWell) {
            skipped.add(workspaceUrl);
          }
        }
      }
    };
    await Promise.all(Array.from({ length: CONCURRENCY }, work));
  }

  /** @returns false when others need not be tried either */
  async #renew(holder: Parameters<TokenEngine['renew']>[0]): Promise<boolean> {
    try {
      const result = await this.#engine.renew(holder);
      return (
        result.kind !== 'failed' || result.failure.code === 'reconnect_required'
      );
    } catch {
      // Ended, changed or unreadable meanwhile; if it is our database, the next page says so
      return true;
    }
  }
}
