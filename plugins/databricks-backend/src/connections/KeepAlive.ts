import { RefreshFailure, TokenEngine } from '../grants';
import { LiveSettings, ResolvedAppConnection } from '../settings';
import {
  DatabaseConnectionUpkeepStore,
  DueConnection,
} from './DatabaseConnectionUpkeepStore';
import { pagesById } from './pagesById';

/** Renewals at a time. Nobody waits for these, so that they leave room for requests that somebody waits for. */
export const KEEP_ALIVE_CONCURRENCY = 8;

type KeepAliveOptions = {
  store: DatabaseConnectionUpkeepStore;
  settings: LiveSettings;
  engine: TokenEngine;
};

/** Keeps connections that are in use alive: renews them before their refresh tokens expire. */
export class KeepAlive {
  readonly #options: KeepAliveOptions;

  constructor(options: KeepAliveOptions) {
    this.#options = options;
  }

  /**
   * Renews all connections that are due. A workspace that does not answer or asks to slow down is left alone until
   * the next run, and so is an app connection that is rejected. Any other failure concerns one connection alone.
   */
  async run(signal: AbortSignal): Promise<void> {
    /** URLs of workspaces, and names of app connections, which never look like a URL. */
    const skipped = new Set<string>();
    const { settings, store } = this.#options;
    for (const appConnection of settings.current().appConnections.values()) {
      const pages = pagesById(page => store.listDue(appConnection, page));
      for await (const due of pages) {
        await this.#renewAll(appConnection, due, skipped, signal);
        if (this.#isOver(signal) || skipped.has(appConnection.name)) {
          break;
        }
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
        if (this.#isOver(signal)) {
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

  #isOver(signal: AbortSignal): boolean {
    const { paused } = this.#options.settings.current();
    return signal.aborted || paused !== undefined;
  }

  async #renew(
    holder: Parameters<TokenEngine['renew']>[0],
  ): Promise<RefreshFailure | undefined> {
    try {
      const result = await this.#options.engine.renew(holder);
      return result.kind === 'failed' ? result.failure : undefined;
    } catch {
      // The connection has ended, changed or become unreadable. If our database is away, reading the next page fails
      return undefined;
    }
  }
}
