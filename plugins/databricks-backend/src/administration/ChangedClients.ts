import { LoggerService } from '@backstage/backend-plugin-api';
import { ClientConnections } from '../connections';
import { LiveSettings } from '../settings';

/*
 * Which connections a new client ID ends
 *
 * A refresh token belongs to the client ID that it was given to. When an app connection gets another client ID, the
 * connections that were made with the old one are useless, and their tokens are erased.
 *
 * The rows do not tell which of two client IDs is the newer one. During a rollout, replicas with the old and with the new
 * configuration run side by side, and users connect through both. So a replica ends only
 *
 * - connections made with a client ID that this replica has seen being replaced: by a change that it made, or when the
 *   settings, read again from the database, name another client ID than before, or have no such row any more;
 * - when it starts, connections made with another client ID than its own before it started.
 *
 * It leaves connections of client IDs that it does not know alone, because the token engine refuses them anyway.
 *
 * Ending is repeated for a minute, because another replica may store a connection with the old client ID until it has
 * noticed too. What fails is tried again by the scheduled run. One that is missing from app-config may be back soon: its
 * connections that no replica remembers any more are removed later, as stranded.
 */

/** Longer than any replica needs to notice a change, and for a sign-in in flight to end. */
const REPEAT_FOR_MS = 60_000;

type Due = { appConnection: string; until: number } & (
  | { clientId: string }
  | { otherThan: string }
);

type ChangedClientsOptions = {
  settings: Pick<
    LiveSettings,
    'current' | 'onChange' | 'reload' | 'storedNames'
  >;
  /** Ends connections, whose users must reconnect then. */
  end(connections: ClientConnections): Promise<unknown>;
  logger: LoggerService;
};

/** Ends the connections of client IDs that are not used any more. */
export class ChangedClients {
  readonly #options: ChangedClientsOptions;
  readonly #startedAt = performance.now();
  #clientIds: ReadonlyMap<string, string>;
  #stored: readonly string[];
  #due: Due[];
  #observing = false;

  constructor(options: ChangedClientsOptions) {
    this.#options = options;
    this.#clientIds = this.#current();
    this.#stored = options.settings.storedNames('appConnection');
    this.#due = [...this.#clientIds].map(([appConnection, otherThan]) => ({
      appConnection,
      otherThan,
      until: this.#startedAt,
    }));
    options.settings.onChange(() => {
      this.run().catch(() => {});
    });
  }

  /** The client ID of an app connection was replaced by this replica. */
  async replaced(appConnection: string, clientId: string): Promise<void> {
    this.#add(appConnection, clientId);
    await this.#endDue();
  }

  /**
   * This replica has removed an app connection, maybe before it has ever looked at it. The rest of its connections is
   * ended once the settings show that.
   */
  removed(appConnection: string, clientId: string): void {
    this.#add(appConnection, clientId);
  }

  /** Looks for client IDs that were replaced, and ends what is to be ended. Does nothing while the database is away. */
  async run(): Promise<void> {
    if (this.#observing) {
      return;
    }
    this.#observing = true;
    try {
      // A change of app-config reads nothing from the database, so what is known of it may be old
      await this.#options.settings.reload();
      this.#observe();
    } finally {
      this.#observing = false;
    }
    await this.#endDue();
  }

  #observe(): void {
    const [before, storedBefore] = [this.#clientIds, this.#stored];
    this.#clientIds = this.#current();
    this.#stored = this.#options.settings.storedNames('appConnection');
    for (const [appConnection, old] of before) {
      const clientId = this.#clientIds.get(appConnection);
      const isRemoved =
        storedBefore.includes(appConnection) &&
        !this.#stored.includes(appConnection);
      if (clientId === undefined ? isRemoved : clientId !== old) {
        this.#add(appConnection, old);
      }
    }
  }

  #add(appConnection: string, clientId: string): void {
    const until = performance.now() + REPEAT_FOR_MS;
    this.#due = [
      ...this.#due.filter(
        it =>
          it.appConnection !== appConnection ||
          ('clientId' in it && it.clientId !== clientId),
      ),
      { appConnection, clientId, until },
    ];
  }

  async #endDue(): Promise<void> {
    const clientIds = this.#current();
    for (const due of this.#due) {
      const { appConnection, until, ...which } = due;
      try {
        if ('otherThan' in which) {
          const startedMsAgo = performance.now() - this.#startedAt;
          await this.#options.end({ appConnection, ...which, startedMsAgo });
        } else if (clientIds.get(appConnection) !== which.clientId) {
          await this.#options.end({ appConnection, ...which });
        }
        if (performance.now() >= until) {
          this.#due = this.#due.filter(it => it !== due);
        }
      } catch {
        this.#options.logger.warn(
          `Connections of the app connection '${appConnection}', whose client ID has changed, could not be ended yet`,
        );
      }
    }
  }

  #current(): ReadonlyMap<string, string> {
    const { appConnections } = this.#options.settings.current();
    return new Map(
      [...appConnections].map(([name, { clientId }]) => [name, clientId]),
    );
  }
}
