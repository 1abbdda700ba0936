import { Connection } from '@backstage-databricks/plugin-databricks-common';
import { TokenEngine } from '../grants';
import { isWorkspaceOf, ResolvedFabric, LiveSettings } from '../settings';
import {
  DatabaseConnectionStore,
  ListedConnection,
} from './DatabaseConnectionStore';
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

  /** As they are kept, with the database's now in epoch milliseconds. */
  list(
    userEntityRef: string,
  ): Promise<{ connections: ListedConnection[]; nowMs: number }> {
    return this.#store.listConnections(userEntityRef);
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

  /** @returns undefined for anything that is not this user's */
  async end(
    userEntityRef: string,
    id: string,
  ): Promise<UserConnection | 'ended' | undefined> {
    const ended = await this.#store.endConnection(userEntityRef, id);
    this.#engine.forget(userEntityRef);
    return ended;
  }
}
