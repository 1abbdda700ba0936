import {
  AdminConnectionList,
  ConnectionStatus,
} from '@backstage-databricks/plugin-databricks-common';
import { Sealer } from '../encryption';
import { DatabricksServiceError } from '../errors';
import { clientKey, REJECTED_PAUSE_MS, TokenEngine } from '../grants';
import { ChangeSignals } from '../portal';
import { isWorkspaceOf, LiveSettings } from '../settings';
import {
  ConnectionCursor,
  ConnectionFilter,
  DatabaseConnectionStore,
  EndedConnection,
  MAX_ENDED_AT_ONCE,
} from './DatabaseConnectionStore';
import {
  AppConnectionUse,
  DatabaseConnectionUpkeepStore,
} from './DatabaseConnectionUpkeepStore';
import { UserConnection } from './UserConnection';
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

/** What users' connections tell of app connections, by name. */
export type AppConnectionFacts = {
  connections: ReadonlyMap<string, number>;
  rejectedAppConnections: ReadonlySet<string>;
  /** App connections whose scopes Databricks does not assign to some user any more. */
  scopesRejected: ReadonlySet<string>;
};

type ConnectionAdminOptions = {
  store: DatabaseConnectionStore;
  upkeep: Pick<DatabaseConnectionUpkeepStore, 'appConnectionUses'>;
  settings: LiveSettings;
  engine: TokenEngine;
  changeSignals: ChangeSignals;
  sealer: Sealer;
};

/** Connections of all users: look, and end. */
export class ConnectionAdmin {
  readonly #store: DatabaseConnectionStore;
  readonly #upkeep: ConnectionAdminOptions['upkeep'];
  readonly #settings: LiveSettings;
  readonly #engine: TokenEngine;
  readonly #changeSignals: ChangeSignals;
  readonly #sealer: Sealer;

  constructor(options: ConnectionAdminOptions) {
    this.#store = options.store;
    this.#upkeep = options.upkeep;
    this.#settings = options.settings;
    this.#engine = options.engine;
    this.#changeSignals = options.changeSignals;
    this.#sealer = options.sealer;
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
   * Ends all that match: secrets are erased, and their users are shown that an admin ended them, and why.
   *
   * @param reason - what the admin wrote
   */
  async end(
    filter: ConnectionFilter,
    reason?: string,
  ): Promise<EndedConnection[]> {
    return this.#inBatches(filter, ids => this.#store.endByAdmin(ids, reason));
  }

  /** Removes all that match, for users or app connections that are gone. */
  async remove(filter: ConnectionFilter): Promise<EndedConnection[]> {
    return this.#inBatches(filter, ids => this.#store.remove(filter, ids));
  }

  /**
   * What users' connections tell of app connections. Databricks rejects one where it has rejected its present client
   * after it last accepted it: a row that nobody has used since tells nothing.
   */
  async appConnectionFacts(): Promise<AppConnectionFacts> {
    const uses = await this.#upkeep.appConnectionUses();
    const connections = new Map<string, number>();
    for (const use of uses) {
      const before = connections.get(use.appConnection) ?? 0;
      connections.set(use.appConnection, before + use.connections);
    }
    const isAcceptedSince = (rejected: AppConnectionUse) =>
      uses.some(
        use =>
          use.reasonCode === undefined &&
          use.appConnection === rejected.appConnection &&
          use.issuer === rejected.issuer &&
          use.acceptedAtMs > rejected.retryAtMs - REJECTED_PAUSE_MS,
      );
    const namesOf = (some: AppConnectionUse[]) =>
      new Set(some.map(use => use.appConnection));
    return {
      connections,
      rejectedAppConnections: namesOf(
        uses.filter(
          use =>
            use.reasonCode === 'app_connection_rejected' &&
            this.#isPresentClient(use) &&
            !isAcceptedSince(use),
        ),
      ),
      scopesRejected: namesOf(
        uses.filter(use => use.reasonCode === 'scopes_rejected'),
      ),
    };
  }

  /** This replica forgets their tokens, whatever becomes of a batch: a statement that nobody waits for any more may still be carried out. */
  async #inBatches(
    filter: ConnectionFilter,
    end: (ids: string[]) => Promise<EndedConnection[]>,
  ): Promise<EndedConnection[]> {
    const ended: EndedConnection[] = [];
    for (let after = ''; ; ) {
      const batch = await this.#store.find(filter, {
        after,
        limit: MAX_ENDED_AT_ONCE,
      });
      try {
        const gone = await end(batch.map(it => it.id));
        ended.push(...gone);
        this.#changeSignals.connectionsOf(gone.map(it => it.owner));
      } finally {
        batch.forEach(it => this.#engine.forget(it.owner));
      }
      if (batch.length < MAX_ENDED_AT_ONCE) {
        return ended;
      }
      after = batch[batch.length - 1].id;
    }
  }

  /** Whether the client that Databricks rejected is what the app connection is now. */
  #isPresentClient(rejected: AppConnectionUse): boolean {
    const appConnection = this.#settings
      .current()
      .appConnections.get(rejected.appConnection);
    const hashes =
      appConnection &&
      this.#sealer.fingerprints(
        clientKey({
          kind: 'user',
          owner: '',
          workspaceUrl: rejected.issuer,
          appConnection,
        }),
      );
    return hashes?.includes(rejected.rejectedClientHash ?? '') ?? false;
  }

  #filterOf(search: ConnectionSearch): ConnectionFilter | undefined {
    if (search.fabric === undefined) {
      return { user: search.user };
    }
    const fabric = this.#settings.current().fabrics.get(search.fabric);
    return fabric?.appConnection
      ? {
          user: search.user,
          issuer: fabric.workspaceUrl,
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
        connection,
        appConnection: appConnections.get(connection.appConnection),
        fabrics: [...fabrics.values()]
          .filter(fabric => isWorkspaceOf(fabric, connection))
          .map(fabric => fabric.name),
        nowMs,
      }),
      user: connection.owner,
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
