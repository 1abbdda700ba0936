import {
  AdminConnectionList,
  ConnectionStatus,
} from '@backstage-databricks/plugin-databricks-common';
import { isNetworkRefusal } from '../databricks';
import { Sealer } from '../encryption';
import { DatabricksServiceError } from '../errors';
import {
  clientKey,
  isRefusedReason,
  REJECTED_PAUSE_MS,
  TokenEngine,
} from '../grants';
import { ChangeSignals } from '../portal';
import { LiveSettings } from '../settings';
import {
  ConnectionCursor,
  ConnectionFilter,
  DatabaseConnectionStore,
  OwnedConnection,
} from './DatabaseConnectionStore';
import {
  AppConnectionUse,
  DatabaseConnectionUpkeepStore,
} from './DatabaseConnectionUpkeepStore';
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

/** Ids are UUIDs. */
const CURSOR_ID = /^[0-9a-f-]{36}$/;

/** What users' connections show about app connections, by the names of these. */
export type AppConnectionFacts = {
  connections: ReadonlyMap<string, number>;
  rejectedAppConnections: ReadonlySet<string>;
  /** App connections of which Databricks has refused the scopes to some user. */
  scopesRejected: ReadonlySet<string>;
  /** Where Databricks has refused connections for good, why, and how many. */
  refused: readonly RefusedConnections[];
};

export type RefusedConnections = {
  issuer: string;
  reason: string;
  connections: number;
};

type ConnectionAdminOptions = {
  store: DatabaseConnectionStore;
  upkeep: Pick<DatabaseConnectionUpkeepStore, 'appConnectionUses'>;
  settings: LiveSettings;
  engine: TokenEngine;
  changeSignals: ChangeSignals;
  sealer: Sealer;
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
   * Tells what users' connections show about app connections. One counts as rejected if Databricks has rejected its
   * present client or its scopes and has not accepted them since: an unused row may keep a rejection that is long over.
   */
  async appConnectionFacts(): Promise<AppConnectionFacts> {
    const uses = await this.#options.upkeep.appConnectionUses();
    const acceptedSince = (refusal: AppConnectionUse) =>
      uses.filter(
        use =>
          use.reasonCode === undefined &&
          use.issuer === refusal.issuer &&
          use.acceptedAtMs > refusal.retryAtMs - REJECTED_PAUSE_MS,
      );
    const isAcceptedSince = (rejected: AppConnectionUse) =>
      acceptedSince(rejected).some(
        use => use.appConnection === rejected.appConnection,
      );
    const connections = new Map<string, number>();
    const rejectedAppConnections = new Set<string>();
    const scopesRejected = new Set<string>();
    const refused: RefusedConnections[] = [];
    for (const use of uses) {
      const { appConnection, reasonCode } = use;
      const before = connections.get(appConnection) ?? 0;
      connections.set(appConnection, before + use.connections);
      if (reasonCode === 'scopes_rejected') {
        if (!isAcceptedSince(use)) {
          scopesRejected.add(appConnection);
        }
      } else if (reasonCode !== undefined && isRefusedReason(reasonCode)) {
        // A network that lets in anybody lets in everybody
        const isOver =
          isNetworkRefusal(reasonCode) && acceptedSince(use).length > 0;
        if (isOver) {
          continue;
        }
        const { issuer, connections: count } = use;
        const same = refused.find(
          it => it.issuer === issuer && it.reason === reasonCode,
        );
        if (same) {
          same.connections += count;
        } else {
          refused.push({ issuer, reason: reasonCode, connections: count });
        }
      } else if (
        reasonCode === 'app_connection_rejected' &&
        this.#isPresentClient(use) &&
        !isAcceptedSince(use)
      ) {
        rejectedAppConnections.add(appConnection);
      }
    }
    return { connections, rejectedAppConnections, scopesRejected, refused };
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

  /** Whether the client that Databricks rejected is still that of the app connection. */
  #isPresentClient(rejected: AppConnectionUse): boolean {
    const { sealer, settings } = this.#options;
    const { appConnections } = settings.current();
    const appConnection = appConnections.get(rejected.appConnection);
    if (!appConnection) {
      return false;
    }
    const client = clientKey({
      kind: 'user',
      owner: '',
      workspaceUrl: rejected.issuer,
      appConnection,
    });
    return sealer
      .fingerprints(client)
      .includes(rejected.rejectedClientHash ?? '');
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
