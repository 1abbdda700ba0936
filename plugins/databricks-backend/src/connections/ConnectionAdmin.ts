import {
  AdminConnectionList,
  ConnectionStatus,
} from '@backstage-databricks/plugin-databricks-common';
import { z } from 'zod/v4';
import { DatabricksServiceError } from '../errors';
import { TokenEngine } from '../grants';
import { ChangeSignals } from '../portal';
import { parseJson } from '../parseJson';
import { LiveSettings } from '../settings';
import {
  ConnectionCursor,
  ConnectionFilter,
  DatabaseConnectionStore,
  OwnedConnection,
} from './DatabaseConnectionStore';
import { describeConnection } from './describeConnection';
import { pagesById } from './pagesById';

/** What an admin looks for. */
type ConnectionSearch = {
  user?: string;
  fabric?: string;
  status?: ConnectionStatus;
  cursor?: string;
  limit: number;
};

/** A status is known only after reading, so that a search may need many reads to fill a page. This bounds them. */
const MAX_READS = 20;

/** When a connection was made, in epoch milliseconds, and its ID, which is a UUID. */
const cursorSchema = z.tuple([z.int(), z.string().regex(/^[0-9a-f-]{36}$/)]);

type ConnectionAdminOptions = {
  store: DatabaseConnectionStore;
  settings: LiveSettings;
  engine: TokenEngine;
  changeSignals: ChangeSignals;
};

/** Finds and ends connections of all users. */
export class ConnectionAdmin {
  readonly #options: ConnectionAdminOptions;

  constructor(options: ConnectionAdminOptions) {
    this.#options = options;
  }

  async search(search: ConnectionSearch): Promise<AdminConnectionList> {
    const filter = this.#filterOf(search);
    if (!filter) {
      return { items: [] };
    }
    const { settings, store } = this.#options;
    const snapshot = settings.current();
    const fabrics = [...snapshot.fabrics.values()];
    const items: AdminConnectionList['items'] = [];
    let after = readCursor(search.cursor);
    for (let reads = 0; reads < MAX_READS; reads += 1) {
      const { connections, nowMs } = await store.list(filter, {
        after,
        limit: search.limit + 1,
      });
      for (const connection of connections) {
        const item = describeConnection(connection, snapshot, fabrics, nowMs);
        if (!search.status || item.status === search.status) {
          if (items.length === search.limit) {
            return { items, nextCursor: after && writeCursor(after) };
          }
          items.push({ ...item, user: connection.owner });
        }
        after = { connectedAtMs: connection.connectedAtMs, id: connection.id };
      }
      if (connections.length <= search.limit) {
        return { items };
      }
    }
    return { items, nextCursor: after && writeCursor(after) };
  }

  /**
   * Ends all connections that match: their tokens are erased, and their users see that an admin ended them, and why.
   *
   * @param reason - what the admin wrote
   */
  async end(
    filter: ConnectionFilter,
    reason?: string,
  ): Promise<OwnedConnection[]> {
    const { store } = this.#options;
    return this.#inBatches(filter, ids => store.endByAdmin(ids, reason));
  }

  /** Removes all connections that match, for users or app connections that are gone. */
  async remove(filter: ConnectionFilter): Promise<OwnedConnection[]> {
    const { store } = this.#options;
    return this.#inBatches(filter, ids => store.remove(filter, ids));
  }

  /**
   * Ends what matches, a batch at a time. This replica forgets the tokens of a batch even where ending it fails: the
   * database may have ended it, and only its answer is lost.
   */
  async #inBatches(
    filter: ConnectionFilter,
    end: (ids: string[]) => Promise<OwnedConnection[]>,
  ): Promise<OwnedConnection[]> {
    const { changeSignals, engine, store } = this.#options;
    const ended: OwnedConnection[] = [];
    for await (const batch of pagesById(page => store.find(filter, page))) {
      try {
        const gone = await end(batch.map(it => it.id));
        ended.push(...gone);
        changeSignals.connectionsOf(gone.map(it => it.owner));
      } finally {
        batch.forEach(it => engine.forget(it.owner));
      }
    }
    return ended;
  }

  #filterOf(search: ConnectionSearch): ConnectionFilter | undefined {
    if (search.fabric === undefined) {
      return { user: search.user };
    }
    const fabric = this.#options.settings.current().fabrics.get(search.fabric);
    return fabric?.appConnection
      ? {
          user: search.user,
          issuer: fabric.workspaceUrl,
          appConnection: fabric.appConnection,
        }
      : undefined;
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
  const json = Buffer.from(text, 'base64url').toString('utf8');
  const { data } = cursorSchema.safeParse(parseJson(json));
  if (!data) {
    throw new DatabricksServiceError('invalid_request', {
      message: 'cursor: must be a nextCursor of this route',
    });
  }
  const [connectedAtMs, id] = data;
  return { connectedAtMs, id };
}
