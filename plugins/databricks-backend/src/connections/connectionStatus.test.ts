import { TestDatabases } from '@backstage/backend-test-utils';
import { randomUUID } from 'node:crypto';
import { readTestConfig } from '../config/__testUtils__/testConfig';
import { DAY_MS } from '../database/databaseTime';
import { appConnectionOf } from '../grants/__testUtils__/appConnectionOf';
import { startGrants, TestGrants } from '../grants/__testUtils__/startGrants';
import { ResolvedAppConnection } from '../settings/SettingsSnapshot';
import { connectionStatusSql } from './DatabaseConnectionStatus';
import { describeConnection } from './describeConnection';
import { connectionOf } from './UserConnection';

jest.setTimeout(120_000);

const databases = TestDatabases.create({ ids: ['POSTGRES_18', 'SQLITE_3'] });

const NOW_MS = Date.UTC(2030, 0, 1);

/** Days of refresh token and session. */
const LIFETIMES: [number, number?][] = [
  [7],
  [90],
  [1.5],
  [7, 10],
  [90, 0.3],
  [1 / 3, 1 / 7],
];

/** Around the moment when a warning begins, around the end, and far from both. */
function agesMs([refreshDays, sessionDays = Infinity]: [number, number?]) {
  const warnDays = Math.min(3, Math.min(refreshDays, sessionDays) / 3);
  const edges = [refreshDays, sessionDays]
    .filter(Number.isFinite)
    .flatMap(days => [days - warnDays, days])
    .map(days => Math.floor(days * DAY_MS));
  return [
    0,
    200 * DAY_MS,
    ...edges.flatMap(edge => [edge - 1, edge, edge + 1, edge + 2]),
  ];
}

const pairs = <A, B>(some: A[], others: B[]) =>
  some.flatMap(a => others.map(b => [a, b] as const));

describe.each(databases.eachSupportedId())(
  'The status of a connection in queries on %s',
  id => {
    let grants: TestGrants;
    let like: Record<string, unknown>;
    const appConnections = new Map<string, ResolvedAppConnection>(
      LIFETIMES.map(([refreshTokenLifetimeDays, sessionLifetimeDays], at) => {
        const name = `ac-${at}`;
        const lifetimes = { refreshTokenLifetimeDays, sessionLifetimeDays };
        return [name, appConnectionOf({ name, ...lifetimes })];
      }),
    );

    beforeAll(async () => {
      grants = await startGrants({ knex: await databases.init(id) });
      like = await grants.row(await grants.connect());
      await grants.knex('grants').delete();
      const kinds = pairs(
        pairs(['connected', 'reconnect_required'], [like.client_id, 'old']),
        pairs([like.key_id, 'k-lost', null], [null, 1]),
      );
      const names = [...LIFETIMES.keys(), 'gone' as const];
      const rows = names.flatMap(name => {
        const ages = agesMs(name === 'gone' ? [7] : LIFETIMES[name]);
        const times = pairs(ages, [...ages, null]);
        // What has ended anyway needs no more than one age
        return kinds.flatMap(([[status, client], [key, unreadable]]) =>
          (status === 'connected' && client !== 'old' && name !== 'gone'
            ? times
            : times.slice(-1)
          ).map(([connected, received]) => ({
            ...like,
            id: randomUUID(),
            app_connection: `ac-${name}`,
            status,
            client_id: client,
            key_id: key,
            unreadable_at: unreadable,
            connected_at: NOW_MS - connected,
            refresh_token_received_at:
              received === null ? null : NOW_MS - received,
          })),
        );
      });
      await grants.knex.batchInsert(
        'grants',
        rows.map((row, at) => ({ ...row, owner: `user:default/u${at}` })),
        20,
      );
    });

    afterAll(() => grants.stop());

    it.each([
      ['all app connections', appConnections],
      ['one of them', new Map([...appConnections].slice(2, 3))],
      ['none', new Map<string, ResolvedAppConnection>()],
    ])('is what is shown, with %s', async (_, known) => {
      const { keyIds } = grants.sealer;
      const now = grants.knex.raw('cast(? as bigint)', [NOW_MS]);
      const rows = await grants.knex('grants').select('*', {
        now_ms: now,
        found: connectionStatusSql(
          grants.knex,
          { appConnections: known, keyIds },
          now,
        ),
      });
      const snapshot = { appConnections: known, config: readTestConfig({}) };
      const statuses = rows.map(row => {
        const connection = connectionOf(row, keyIds);
        const shown = describeConnection(connection, snapshot, [], NOW_MS);
        return { row, found: row.found, shown: shown.status };
      });
      expect(statuses.length).toBeGreaterThan(3_000);
      expect(statuses.filter(it => it.found !== it.shown)).toEqual([]);
      expect([...new Set(statuses.map(it => it.found))].sort()).toEqual(
        known.size > 0
          ? ['connected', 'expires_soon', 'reconnect_required', 'unreadable']
          : ['reconnect_required'],
      );
    });
  },
);
