import { RefreshFailure, TokenEngine } from '../grants';
import { LiveSettings, ResolvedAppConnection } from '../settings';
import {
  DatabaseConnectionUpkeepStore,
  DueConnection,
} from './DatabaseConnectionUpkeepStore';

/** At a time. Nobody waits for these; those who do need Databricks and the database more. */
export const KEEP_ALIVE_CONCURRENCY = 8;

/** Rows that are found at once. */
const PAGE = 500;

/** Keeps connections alive that are used, by renewing them before Databricks lets their refresh tokens expire. */
export class KeepAlive {
  readonly #store: DatabaseConnectionUpkeepStore;
  readonly #settings: LiveSettings;
  readonly #engine: TokenEngine;

  constructor(options: {
    store: DatabaseConnectionUpkeepStore;
    settings: LiveSettings;
    engine: TokenEngine;
  }) {
    this.#store = options.store;
    this.#settings = options.settings;
    this.#engine = options.engine;
  }

  /**
   * Renews what is due. A workspace that does not answer, or asks to slow down, is left alone until the next run, and
   * so is an app connection that is rejected. Anything else is one connection's own trouble.
   */
  async run(signal: AbortSignal): Promise<void> {
    /** URLs of workspaces and names of app connections; no name looks like a URL. */
    const skipped = new Set<string>();
    for (const appConnection of this.#settings
      .current()
      .appConnections.values()) {
      let after = '';
      while (!skipped.has(appConnection.name)) {
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
    appConnection: ResolvedAppConnection,
    due: DueConnection[],
    skipped: Set<string>,
    signal: AbortSignal,
  ): Promise<void> {
    const queue = due.values();
    const work = async () => {
      for (const { owner, issuer: workspaceUrl } of queue) {
        if (signal.aborted) {
          return;
        }
        if (!skipped.has(workspaceUrl) && !skipped.has(appConnection.name)) {
          const failure = await this.#renew({
            kind: 'user',
            owner,
            workspaceUrl,
            appConnection,
          });
          if (failure?.code === 'throttled' || failure?.unreachable) {
            skipped.add(workspaceUrl);
          } else if (failure?.code === 'app_connection_rejected') {
            skipped.add(appConnection.name);
          }
        }
      }
    };
    await Promise.all(Array.from({ length: KEEP_ALIVE_CONCURRENCY }, work));
  }

  async #renew(
    holder: Parameters<TokenEngine['renew']>[0],
  ): Promise<RefreshFailure | undefined> {
    try {
      const result = await this.#engine.renew(holder);
      return result.kind === 'failed' ? result.failure : undefined;
    } catch {
      // Ended, changed or unreadable meanwhile; if it is our database, the next page says so
      return undefined;
    }
  }
}
