import {
  AdminConnectionList,
  ConnectionStatus,
} from '@backstage-databricks/plugin-databricks-common';
import { DatabricksServiceError } from '../errors';
import { isWorkspaceOf } from '../fabrics/workspace';
import { Settings } from '../settings';
import {
  ConnectionCursor,
  ConnectionFilter,
  DatabaseConnectionAdminStore,
} from './DatabaseConnectionAdminStore';
import { describeConnection } from './describeConnection';
import { TokenEngine } from './TokenEngine';
import { UserConnection } from './UserConnection';

/** What an admin looks for. */
export type ConnectionSearch = {
  user?: string;
  fabric?: string;
  status?: ConnectionStatus;
  cursor?: string;
  limit: number;
};

/** A filter by status reads on until a page is full, but not for ever. */
const MAX_READS = 20;

/** Connections of all users: look, and end. */
export class ConnectionAdmin {
  readonly #store: DatabaseConnectionAdminStore;
  readonly #settings: Settings;
  readonly #engine: TokenEngine;
  readonly #isKeyAvailable: (keyId: string) => boolean;

  static create(options: {
    store: DatabaseConnectionAdminStore;
    settings: Settings;
    engine: TokenEngine;
    isKeyAvailable: (keyId: string) => boolean;
  }): ConnectionAdmin {
    return new ConnectionAdmin(options);
  }

  private constructor(options: {
    store: DatabaseConnectionAdminStore;
    settings: Settings;
    engine: TokenEngine;
    isKeyAvailable: (keyId: string) => boolean;
  }) {
    this.#store = options.store;
    this.#settings = options.settings;
    this.#engine = options.engine;
    this.#isKeyAvailable = options.isKeyAvailable;
  }

  async search(search: ConnectionSearch): Promise<AdminConnectionList> {
    const filter = this.#filterOf(search);
    if (!filter) {
      return { items: [] };
    }
    const items: AdminConnectionList['items'] = [];
    let after = readCursor(search.cursor);
    for (let reads = 0; reads < MAX_READS; reads += 1) {
      const { connections, nowMs } = await this.#store.list(filter, {
        after,
        limit: search.limit + 1,
      });
      for (const connection of connections) {
        const item = this.#describe(connection, nowMs);
        const wanted = !search.status || item.status === search.status;
        if (wanted && items.length === search.limit) {
          return {
            items,
            ...(after ? { nextCursor: writeCursor(after) } : {}),
          };
        }
        if (wanted) {
          items.push(item);
        }
        after = { connectedAtMs: connection.connectedAtMs, id: connection.id };
      }
      if (connections.length <= search.limit) {
        return { items };
      }
    }
    return { items, ...(after ? { nextCursor: writeCursor(after) } : {}) };
  }

  /** @returns how many were ended */
  async end(filter: ConnectionFilter): Promise<UserConnection[]> {
    const ended = await this.#store.end(filter);
    for (const { userEntityRef } of ended) {
      this.#engine.forget(userEntityRef);
    }
    return ended;
  }

  #filterOf(search: ConnectionSearch): ConnectionFilter | undefined {
    if (search.fabric === undefined) {
      return { user: search.user };
    }
    const fabric = this.#settings.current().fabrics.get(search.fabric);
    return fabric?.appConnection
      ? {
          user: search.user,
          workspaceUrl: fabric.workspaceUrl,
          appConnection: fabric.appConnection,
        }
      : undefined;
  }

  #describe(
    connection: UserConnection,
    nowMs: number,
  ): AdminConnectionList['items'][number] {
    const { appConnections, fabrics } = this.#settings.current();
    return {
      ...describeConnection({
        connection: {
          ...connection,
          unreadable:
            connection.keyId && !this.#isKeyAvailable(connection.keyId)
              ? 'key_unavailable'
              : undefined,
        },
        appConnection: appConnections.get(connection.appConnection),
        fabrics: [...fabrics.values()]
          .filter(fabric => isWorkspaceOf(fabric, connection))
          .map(fabric => fabric.name),
        nowMs,
      }),
      user: connection.userEntityRef,
    };
  }
}

function writeCursor(cursor: ConnectionCursor): string {
  return Buffer.from(
    JSON.stringify([cursor.connectedAtMs, cursor.id]),
  ).toString('base64url');
}

function readCursor(text: string | undefined): ConnectionCursor | undefined {
  if (text === undefined) {
    return undefined;
  }
  try {
    const [connectedAtMs, id] = JSON.parse(
      Buffer.from(text, 'base64url').toString('utf8'),
    );
    if (Number.isSafeInteger(connectedAtMs) && typeof id === 'string') {
      return { connectedAtMs, id };
    }
  } catch {
    // Not one of ours
  }
  throw new DatabricksServiceError('invalid_request', {
    message: 'cursor: must be a nextCursor of this route',
  });
}
