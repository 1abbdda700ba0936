import { TestDatabases } from '@backstage/backend-test-utils';
import { databaseNowPlus } from '../database/databaseTime';
import { createConnections } from '.';
import { LiveSettings } from '../settings/LiveSettings';
import { DatabaseConnectionUpkeepStore } from './DatabaseConnectionUpkeepStore';
import { startGrants } from '../grants/__testUtils__/startGrants';

jest.setTimeout(60_000);

const DAY = 24 * 60 * 60 * 1000;
const databases = TestDatabases.create({ ids: ['POSTGRES_18', 'SQLITE_3'] });
const goOn = () => new AbortController().signal;

describe.each(databases.eachSupportedId())(
  'Connections of an app connection that is gone, on %s',
  id => {
    it('are removed when nobody has used or made them for a week', async () => {
      const grants = await startGrants({ knex: await databases.init(id) });
      const { knex } = grants;
      const row = await grants.row(await grants.connect());
      const ago = (days: number) => databaseNowPlus(knex, -days * DAY);
      const grant = (name: string, changes: object = {}) =>
        knex('grants').insert({
          ...row,
          id: name,
          owner: name,
          app_connection: 'gone',
          connected_at: ago(9),
          used_at: ago(8),
          refreshed_at: ago(8),
          ...changes,
        });
      await grant('known', { app_connection: 'default' });
      await grant('not-fitting', { app_connection: 'kept' });
      await grant('stranded');
      await grant('waiting', { status: 'reconnect_required' });
      await grant('never-used', { used_at: null, refreshed_at: null });
      await grant('used', { used_at: ago(6) });
      await grant('refreshed', { refreshed_at: ago(6) });
      await grant('connected', { connected_at: ago(6), used_at: null });
      await grant('principal', {
        kind: 'servicePrincipal',
        app_connection: null,
        definition_hash: 'x',
      });
      const left = async () =>
        (await knex('grants').select('id')).map(it => it.id).sort();

      const upkeep = new DatabaseConnectionUpkeepStore(grants);
      const names = ['default', 'kept'];
      expect(await upkeep.removeStranded(names, goOn())).toBe(3);
      expect(await left()).toEqual(
        [
          row.id,
          'connected',
          'known',
          'not-fitting',
          'principal',
          'refreshed',
          'used',
        ].sort(),
      );
      expect(await upkeep.removeStranded([], goOn())).toBe(2);
      await grants.stop();
    });

    it('are left alone while nobody can tell which app connections there are, and where one only does not fit', async () => {
      const grants = await startGrants({ knex: await databases.init(id) });
      const { knex } = grants;
      await grants.connect();
      await knex('grants').update({
        connected_at: 1,
        used_at: null,
        refreshed_at: null,
      });
      let isAway = true;
      let stored: string[] = [];
      const { tasks } = createConnections({
        base: {
          ...grants,
          settings: {
            current: () => ({ appConnections: new Map(), fabrics: new Map() }),
            storedNames: () => stored,
            reload: async () => {
              if (isAway) {
                throw new Error('away');
              }
            },
          } as unknown as LiveSettings,
        },
        access: { callers: {} },
        grants: {
          engine: grants.replica(),
          tokens: { setListener: () => {} },
        },
        portal: { metrics: { observeConnections: () => {} } },
        services: {},
      } as unknown as Parameters<typeof createConnections>[0]);
      const run = async () =>
        tasks
          .find(it => it.id === 'databricks-remove-dead-grants')
          ?.run(goOn());
      const count = async () => (await knex('grants').select('id')).length;
      await expect(run()).rejects.toThrow('away');
      expect(await count()).toBe(1);
      isAway = false;
      stored = ['default'];
      await run();
      expect(await count()).toBe(1);
      stored = [];
      await run();
      expect(await count()).toBe(0);
      await grants.stop();
    });
  },
);
