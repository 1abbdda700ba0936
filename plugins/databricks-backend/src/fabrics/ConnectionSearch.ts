import {
  AdminConnectionList,
  Connection,
  ConnectionStatus,
} from '@backstage-databricks/plugin-databricks-common';
import { z } from 'zod/v4';
import {
  ConnectionCursor,
  ConnectionFilter,
  DatabaseConnectionStore,
  describeConnection,
  UserConnection,
} from '../connections';
import { DatabricksServiceError } from '../errors';
import { parseJson } from '../parseJson';
import { LiveSettings } from '../settings';
import { describeIdentityTest } from './describeSignIn';
import { TestResults } from './TestResults';

/** What an admin looks for. */
type SearchRequest = {
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

type ConnectionSearchOptions = {
  connectionStore: DatabaseConnectionStore;
  settings: LiveSettings;
  testResults: TestResults;
};

/** Finds connections of all users. */
export class ConnectionSearch {
  readonly #options: ConnectionSearchOptions;

  constructor(options: ConnectionSearchOptions) {
    this.#options = options;
  }

  /** @throws DatabricksServiceError `invalid_request` for a cursor that is not ours, `unavailable` */
  async page(search: SearchRequest): Promise<AdminConnectionList> {
    const filter = this.#filterOf(search);
    if (!filter) {
      return { items: [] };
    }
    const { connectionStore, settings } = this.#options;
    const snapshot = settings.current();
    const fabrics = [...snapshot.fabrics.values()];
    const found: { connection: UserConnection; item: Connection }[] = [];
    let after = readCursor(search.cursor);
    for (let reads = 0; reads < MAX_READS; reads += 1) {
      const { connections, nowMs } = await connectionStore.list(filter, {
        after,
        limit: search.limit + 1,
      });
      for (const connection of connections) {
        const item = describeConnection(connection, snapshot, fabrics, nowMs);
        if (!search.status || item.status === search.status) {
          if (found.length === search.limit) {
            return this.#answer(found, after);
          }
          found.push({ connection, item });
        }
        after = { connectedAtMs: connection.connectedAtMs, id: connection.id };
      }
      if (connections.length <= search.limit) {
        return this.#answer(found);
      }
    }
    return this.#answer(found, after);
  }

  async #answer(
    found: { connection: UserConnection; item: Connection }[],
    after?: ConnectionCursor,
  ): Promise<AdminConnectionList> {
    const tests = await this.#options.testResults.find(
      found.map(it => it.connection),
      [],
    );
    return {
      items: found.map(({ connection, item }) => ({
        ...item,
        user: connection.owner,
        lastTest: describeIdentityTest(tests.newest(connection.id)),
      })),
      nextCursor: after && writeCursor(after),
    };
  }

  #filterOf(search: SearchRequest): ConnectionFilter | undefined {
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
