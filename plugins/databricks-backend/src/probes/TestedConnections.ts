import { User } from '../access';
import { DatabaseConnectionStore, NO_SUCH_CONNECTION } from '../connections';
import { DatabricksServiceError } from '../errors';
import { isWorkspaceOf, LiveSettings, ResolvedFabric } from '../settings';

/** Finds where connections are tested. */
export class TestedConnections {
  readonly #connectionStore: Pick<DatabaseConnectionStore, 'list'>;
  readonly #settings: LiveSettings;

  constructor(options: {
    connectionStore: Pick<DatabaseConnectionStore, 'list'>;
    settings: LiveSettings;
  }) {
    this.#connectionStore = options.connectionStore;
    this.#settings = options.settings;
  }

  /**
   * Any fabric that a connection of this user serves, whoever may use it: its workspace and app connection are known, so
   * that the token goes nowhere else.
   *
   * @throws DatabricksServiceError `not_found`, also for a connection of others; `conflict` where it serves none any more
   */
  async fabricOf(user: User, id: string): Promise<ResolvedFabric> {
    const { connections } = await this.#connectionStore.list({
      user: user.userEntityRef,
      id,
    });
    const [connection] = connections;
    if (!connection) {
      throw new DatabricksServiceError('not_found', {
        message: NO_SUCH_CONNECTION,
      });
    }
    for (const fabric of this.#settings.current().fabrics.values()) {
      if (isWorkspaceOf(fabric, connection)) {
        return fabric;
      }
    }
    throw new DatabricksServiceError('conflict', {
      message:
        'No fabric uses this connection any more, so there is nothing to test. You can disconnect it.',
    });
  }
}
