import { Connection } from '@backstage-databricks/plugin-databricks-common';
import { TokenEngine } from '../grants';
import { isWorkspaceOf, ResolvedFabric, LiveSettings } from '../settings';
import { DatabaseConnectionStore } from './DatabaseConnectionStore';
import { UserConnection } from './UserConnection';
import { describeConnection } from './describeConnection';

/** The connections of one user: what they are, which fabrics they serve, and their end. */
export class Connections {
  readonly #store: DatabaseConnectionStore;
  readonly #settings: LiveSettings;
  readonly #engine: TokenEngine;

  constructor(options: {
    store: DatabaseConnectionStore;
    settings: LiveSettings;
    engine: TokenEngine;
  }) {
    this.#store = options.store;
    this.#settings = options.settings;
    this.#engine = options.engine;
  }

  /** As they are kept, the oldest first, with the database's now in epoch milliseconds. */
  async list(
    userEntityRef: string,
  ): Promise<{ connections: UserConnection[]; nowMs: number }> {
    const listed = await this.#store.list({ user: userEntityRef });
    return { ...listed, connections: listed.connections.reverse() };
  }

  /**
   * @param usableFabrics - those that the user may use; others are not named
   */
  async describe(
    userEntityRef: string,
    usableFabrics: ResolvedFabric[],
  ): Promise<Connection[]> {
    const { appConnections } = this.#settings.current();
    const { connections, nowMs } = await this.list(userEntityRef);
    return connections.map(connection =>
      describeConnection({
        connection,
        appConnection: appConnections.get(connection.appConnection),
        fabrics: usableFabrics
          .filter(fabric => isWorkspaceOf(fabric, connection))
          .map(fabric => fabric.name),
        nowMs,
      }),
    );
  }

  /** @returns false for anything that is not this user's, nor was in the last 30 days */
  async end(userEntityRef: string, id: string): Promise<boolean> {
    const ended = await this.#store.endConnection(userEntityRef, id);
    this.#engine.forget(userEntityRef);
    return ended;
  }
}
