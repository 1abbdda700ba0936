import { TestDatabases } from '@backstage/backend-test-utils';
import { ConnectionStatus } from '@backstage-databricks/plugin-databricks-common';
import { randomUUID } from 'node:crypto';
import { databaseNowPlus } from '../database/databaseTime';
import { appConnectionOf } from '../grants/__testUtils__/appConnectionOf';
import { startGrants, TestGrants } from '../grants/__testUtils__/startGrants';
import {
  ConnectionCursor,
  DatabaseConnectionSearchStore,
} from './DatabaseConnectionSearchStore';

jest.setTimeout(120_000);

const databases = TestDatabases.create({ ids: ['POSTGRES_18', 'SQLITE_3'] });
const appConnections = new Map([['default', appConnectionOf()]]);

describe.each(databases.eachSupportedId())(
  'The search for a rare status among 10,000 connections on %s',
  id => {
    let grants: TestGrants;
    let store: DatabaseConnectionSearchStore;

    beforeAll(async () => {
      grants = await startGrants({ knex: await databases.init(id) });
      store = new DatabaseConnectionSearchStore(grants);
      const like = await grants.row(await grants.connect());
      await grants.knex('grants').delete();
      await grants.knex.batchInsert(
        'grants',
        Array.from({ length: 10_000 }, (_, at) => ({
          ...like,
          id: randomUUID(),
          owner: `user:default/u${at}`,
          // Several of one moment
          connected_at: Number(like.connected_at) - Math.floor(at / 7),
          refresh_token_received_at: databaseNowPlus(grants.knex, 0),
          unreadable_at: at % 100 === 7 ? 1 : null,
        })),
        20,
      );
    });

    afterAll(() => grants.stop());

    const page = (status: ConnectionStatus, after?: ConnectionCursor) =>
      store.page(
        { filters: [{}], statuses: [status], appConnections },
        { after, limit: 30 },
      );

    it('takes two statements a page, and each page but the last is full', async () => {
      const statements: string[] = [];
      const note = ({ sql }: { sql: string }) => statements.push(sql);
      const owners = new Set<string>();
      const lengths: number[] = [];
      grants.knex.on('query', note);
      let after: ConnectionCursor | undefined;
      for (let pages = 0; pages < 4; pages += 1) {
        const { connections, total } = await page('unreadable', after);
        expect(total).toBe(100);
        connections.forEach(it => owners.add(it.owner));
        lengths.push(connections.length);
        after = connections.at(-1);
      }
      grants.knex.removeListener('query', note);
      expect(lengths).toEqual([30, 30, 30, 10]);
      expect(owners.size).toBe(100);
      expect(statements).toHaveLength(8);
    });

    it('says with the database’s time that there is none', async () => {
      const { nowMs, ...found } = await page('expires_soon');
      expect(found).toEqual({ connections: [], total: 0 });
      expect(Math.abs(nowMs - Date.now())).toBeLessThan(60_000);
    });
  },
);
