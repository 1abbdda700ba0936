import { TestDatabases } from '@backstage/backend-test-utils';
import { DatabaseConnectionUpkeepStore } from './DatabaseConnectionUpkeepStore';
import { startGrants } from '../grants/__testUtils__/startGrants';

jest.setTimeout(60_000);

const databases = TestDatabases.create({ ids: ['POSTGRES_18', 'SQLITE_3'] });

describe.each(databases.eachSupportedId())(
  'The connections of a replaced client on %s',
  id => {
    it('are ended in batches, each of which is told before the next', async () => {
      const grants = await startGrants({ knex: await databases.init(id) });
      const { knex } = grants;
      const alice = await grants.connect();
      const row = await grants.row(alice);
      await knex.batchInsert(
        'grants',
        Array.from({ length: 1_200 }, (_, i) => ({
          ...row,
          id: `many-${i}`,
          owner: `many-${i}`,
          client_id: i < 1_199 ? 'old' : 'other',
        })),
        20,
      );
      const store = new DatabaseConnectionUpkeepStore(grants);
      const old = { appConnection: alice.appConnection.name, clientId: 'old' };
      const ended: number[] = [];
      await expect(
        store.endOfChangedClient(old, async count => {
          ended.push(count);
          if (ended.length === 2) {
            throw new Error('The database is away');
          }
        }),
      ).rejects.toThrow('away');
      expect(ended).toEqual([500, 500]);

      const rest: number[] = [];
      const note = async (count: number) => {
        rest.push(count);
      };
      await store.endOfChangedClient(old, note);
      await store.endOfChangedClient(old, note);
      expect(rest).toEqual([199]);
      const connected = await knex('grants').where('status', 'connected');
      expect(connected.map(it => it.client_id).sort()).toEqual(
        [row.client_id, 'other'].sort(),
      );
      expect(
        await knex('grants').where('client_id', 'old').first(),
      ).toMatchObject({
        reason_code: 'app_connection_changed',
        access_token: null,
        refresh_token: null,
      });
      await grants.stop();
    });
  },
);
