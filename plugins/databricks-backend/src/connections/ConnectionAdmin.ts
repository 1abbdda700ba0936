import {
  AdminConnectionList,
  ConnectionStatus,
} from '@backstage-databricks/plugin-databricks-common';
import { Sealer } from '../encryption';
import { DatabricksServiceError } from '../errors';
import { TokenEngine, TokenVault } from '../grants';
import { ChangeSignals } from '../portal';
import { isWorkspaceOf, LiveSettings } from '../settings';
import {
  AppConnectionFacts,
  ConnectionCursor,
  ConnectionFilter,
  DatabaseConnectionAdminStore,
  EndedConnection,
  MAX_ENDED_AT_ONCE,
} from './DatabaseConnectionAdminStore';
import { ListedConnection } from './DatabaseConnectionStore';
import { describeConnection } from './describeConnection';

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

/** Ids are UUIDs. */
const CURSOR_ID = /^[0-9a-f-]{36}$/;

type ConnectionAdminOptions = {
  store: DatabaseConnectionAdminStore;
  settings: LiveSettings;
  engine: TokenEngine;
  changeSignals: ChangeSignals;
  sealer: Sealer;
};

/** Connections of all users: look, and end. */
export class ConnectionAdmin {
  readonly #store: DatabaseConnectionAdminStore;
  readonly #settings: LiveSettings;
  readonly #engine: TokenEngine;
  readonly #changeSignals: ChangeSignals;
  readonly #vault: TokenVault;

  constructor(options: ConnectionAdminOptions) {
    this.#store = options.store;
    this.#settings = options.settings;
    this.#engine = options.engine;
    this.#changeSignals = options.changeSignals;
    this.#vault = new TokenVault(options);
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

  /**
   * Ends all that match, in batches. This replica forgets their tokens, whatever becomes of a batch: a statement that
   * nobody waits for any more may still be carried out.
   */
  async end(filter: ConnectionFilter): Promise<EndedConnection[]> {
    const ended: EndedConnection[] = [];
    for (;;) {
      const batch = await this.#store.find(filter, MAX_ENDED_AT_ONCE);
      try {
        const gone = await this.#store.end(batch.map(it => it.id));
        ended.push(...gone);
        this.#changeSignals.connectionsOf(gone.map(it => it.userEntityRef));
      } finally {
        batch.forEach(it => this.#engine.forget(it.userEntityRef));
      }
      if (batch.length < MAX_ENDED_AT_ONCE) {
        return ended;
      }
    }
  }

  /** What users' connections tell of app connections. */
  async appConnectionFacts(): Promise<AppConnectionFacts> {
    return this.#store.appConnectionFacts(rejected => {
      const appConnection = this.#settings
        .current()
        .appConnections.get(rejected.appConnection);
      return (
        appConnection !== undefined &&
        this.#vault
          .definitionHashes({
            kind: 'user',
            owner: '',
            workspaceUrl: rejected.workspaceUrl,
            appConnection,
          })
          .includes(rejected.definitionHash)
      );
    });
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
    connection: ListedConnection,
    nowMs: number,
  ): AdminConnectionList['items'][number] {
    const { appConnections, fabrics } = this.#settings.current();
    return {
      ...describeConnection({
        connection,
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
    if (Number.isSafeInteger(connectedAtMs) && CURSOR_ID.test(id)) {
      return { connectedAtMs, id };
    }
  } catch {
    // Not one of ours
  }
  throw new DatabricksServiceError('invalid_request', {
    message: 'cursor: must be a nextCursor of this route',
  });
}
