import {
  AdminConnectionList,
  ConnectionStatus,
} from '@backstage-databricks/plugin-databricks-common';
import { z } from 'zod/v4';
import {
  ConnectionCursor,
  ConnectionFilter,
  DatabaseConnectionSearchStore,
  describeConnection,
} from '../connections';
import { DatabricksServiceError } from '../errors';
import { parseJson } from '../parseJson';
import { LiveSettings, SettingsSnapshot } from '../settings';
import { describeIdentityTest } from './describeSignIn';
import { TestResults } from './TestResults';

/** What an admin looks for. All that is named holds. */
type SearchRequest = {
  user?: string;
  fabric?: string;
  workspace?: string;
  appConnection?: string;
  /** Any of these. */
  status?: ConnectionStatus[];
  cursor?: string;
  limit: number;
};

/** When a connection was made, in epoch milliseconds, and its ID, which is a UUID. */
const cursorSchema = z.tuple([z.int(), z.string().regex(/^[0-9a-f-]{36}$/)]);

type ConnectionSearchOptions = {
  store: DatabaseConnectionSearchStore;
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
    const { settings, store, testResults } = this.#options;
    const after = readCursor(search.cursor);
    const snapshot = settings.current();
    const { appConnections } = snapshot;
    const fabrics = [...snapshot.fabrics.values()];
    const filters = filtersOf(search, snapshot);
    if (!filters) {
      return { items: [], total: 0 };
    }
    const { connections, total, nowMs } = await store.page(
      { filters, statuses: search.status, appConnections },
      { after, limit: search.limit + 1 },
    );
    const shown = connections.slice(0, search.limit);
    const tests = await testResults.find(shown, []);
    const isLast = connections.length === shown.length;
    return {
      items: shown.map(it => ({
        ...describeConnection(it, snapshot, fabrics, nowMs),
        user: it.owner,
        lastUsedAt:
          it.usedAtMs === undefined
            ? undefined
            : new Date(it.usedAtMs).toISOString(),
        lastTest: describeIdentityTest(tests.newest(it.id)),
      })),
      nextCursor: isLast ? undefined : writeCursor(shown[shown.length - 1]),
      total,
    };
  }
}

/** @returns undefined where the fabric has no connections, or there is no such fabric */
function filtersOf(
  { user, fabric, workspace: issuer, appConnection }: SearchRequest,
  { fabrics }: Pick<SettingsSnapshot, 'fabrics'>,
): ConnectionFilter[] | undefined {
  const asked = { user, issuer, appConnection };
  if (fabric === undefined) {
    return [asked];
  }
  const known = fabrics.get(fabric);
  return known?.appConnection
    ? [
        asked,
        { issuer: known.workspaceUrl, appConnection: known.appConnection },
      ]
    : undefined;
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
