import { TestDatabases } from '@backstage/backend-test-utils';
import {
  Fabric,
  FabricRow,
} from '@backstage-databricks/plugin-databricks-common';
import { JsonObject } from '@backstage/types';
import { requests } from '../__testUtils__/requests';
import {
  alice,
  mallory,
  StartedPlugin,
  startPlugin,
} from '../__testUtils__/startPlugin';
import { databaseNowPlus } from '../database/databaseTime';
import { DatabaseFabricNameStore } from './DatabaseFabricNameStore';

jest.setTimeout(60_000);

const DAY_MS = 24 * 60 * 60 * 1000;
const databases = TestDatabases.create({ ids: ['POSTGRES_18', 'SQLITE_3'] });

const PRINCIPAL = {
  clientId: 'sp-nightly',
  clientSecret: 'sp-nightly-secret',
  displayName: 'Nightly loads',
};

describe.each(databases.eachSupportedId())(
  'Names that people gave at Databricks, on %s',
  database => {
    let plugin: StartedPlugin;
    const { get, post } = requests(() => plugin);

    beforeEach(async () => {
      plugin = await startPlugin({
        databases: { databases, id: database },
        simulator: {
          servicePrincipals: [PRINCIPAL],
          warehouses: [
            { id: 'abc123', name: 'Shared warehouse' },
            { id: 'abc1', name: 'Another' },
          ],
        },
      });
      await plugin.connect(alice);
    });

    afterEach(() => plugin.stop());

    const card = async (fabric: string): Promise<Fabric> =>
      (await get(`/fabrics/${fabric}`).expect(200)).body;
    const row = async (fabric: string): Promise<FabricRow> =>
      (await get('/fabrics').expect(200)).body.items.find(
        (it: FabricRow) => it.name === fabric,
      );
    const changed = (fabric: string, fields: JsonObject) => {
      const fabrics = plugin.databricks.fabrics as Record<string, JsonObject>;
      plugin.reconfigure({
        databricks: {
          ...plugin.databricks,
          fabrics: { ...fabrics, [fabric]: { ...fabrics[fabric], ...fields } },
        },
      });
    };
    const names = () => plugin.knex('fabric_names').orderBy('name');

    it('are not known before Databricks was asked', async () => {
      expect((await card('nightly')).compute).not.toHaveProperty('name');
      expect((await card('nightly')).servicePrincipal).toEqual({
        clientId: 'sp-nightly',
        status: 'unchecked',
      });
      expect(await row('nightly')).toMatchObject({
        compute: { kind: 'warehouse', id: 'abc123' },
        automation: { as: 'servicePrincipal', name: 'sp-nightly' },
      });
      expect(await names()).toEqual([]);
    });

    it('are learned by a test as the service principal, with when it worked', async () => {
      const before = Date.now();
      await post('/fabrics/nightly/test', {}).expect(200);
      const shown = await card('nightly');
      expect(shown).toMatchObject({
        compute: { id: 'abc123', name: 'Shared warehouse' },
        servicePrincipal: { clientId: 'sp-nightly', name: 'Nightly loads' },
      });
      const workedAt = Date.parse(shown.servicePrincipal?.workedAt ?? '');
      expect(Math.abs(workedAt - before)).toBeLessThan(60_000);
      const listed = await row('nightly');
      expect(listed).toMatchObject({
        compute: { kind: 'warehouse', id: 'abc123', name: 'Shared warehouse' },
      });
      expect(listed.automation).toEqual({
        as: 'servicePrincipal',
        status: 'ready',
        name: 'Nightly loads',
      });
      expect(await names()).toMatchObject([
        { fabric: 'nightly', name: 'Nightly loads' },
        { fabric: 'nightly', name: 'Shared warehouse' },
      ]);
    });

    it('are learned by a look at compute, and shown at that fabric alone', async () => {
      await get('/fabrics/studio/compute').expect(200);
      expect(await row('studio')).toMatchObject({
        compute: { name: 'Shared warehouse' },
        automation: { as: 'user' },
      });
      // The same warehouse: who may use this fabric may not be allowed to see it
      expect((await row('analytics-dev')).compute).not.toHaveProperty('name');
      await post('/fabrics/analytics-dev/test', {}).expect(200);
      expect((await row('analytics-dev')).compute?.name).toBe(
        'Shared warehouse',
      );
    });

    it('are no part of the kept lines of a test, nor is the user’s own', async () => {
      await post('/fabrics/studio/test', {}).expect(200);
      const kept = JSON.stringify(await plugin.knex('test_results'));
      expect(kept).not.toContain('Shared warehouse');
      expect(JSON.stringify(await names())).not.toContain('Ada');
    });

    it('are forgotten where the fabric uses something else, and known again where it goes back', async () => {
      await post('/fabrics/nightly/test', {}).expect(200);
      changed('nightly', {
        warehouseId: 'abc1',
        servicePrincipal: { clientId: 'another', clientSecret: 'x' },
      });
      expect((await card('nightly')).compute).not.toHaveProperty('name');
      expect(await row('nightly')).toMatchObject({
        automation: { name: 'another' },
      });
      changed('nightly', {});
      expect(await row('nightly')).toMatchObject({
        compute: { name: 'Shared warehouse' },
        automation: { name: 'Nightly loads' },
      });
    });

    it('follow a change at Databricks, and stay what they were where they cannot be read', async () => {
      const named = (name: string) =>
        plugin.simulator.faults.next('warehouse', {
          kind: 'status',
          status: 200,
          body: { name, state: 'RUNNING' },
        });
      await post('/fabrics/studio/test', {}).expect(200);
      named('Renamed');
      await post('/fabrics/studio/test', {}).expect(200);
      expect((await card('studio')).compute?.name).toBe('Renamed');
      for (const odd of ['x'.repeat(101), 'a\u202eb', '']) {
        named(odd);
        await post('/fabrics/studio/test', {}).expect(200);
        expect((await card('studio')).compute?.name).toBe('Renamed');
      }
      plugin.simulator.faults.next('warehouse', {
        kind: 'status',
        status: 403,
      });
      const { body } = await get('/fabrics/studio/compute');
      expect(body).toMatchObject({ state: 'unknown', name: 'Renamed' });
    });

    it('are not learned of who is not known there', async () => {
      plugin.simulator.faults.next('me', { kind: 'status', status: 403 });
      await post('/fabrics/studio/test', {}).expect(200);
      expect(await names()).toEqual([]);
    });

    it('are written once an hour at most, however often they are seen', async () => {
      const writes: string[] = [];
      plugin.knex.on('query', ({ sql }) => {
        if (/insert into .fabric_names/.test(sql)) {
          writes.push(sql);
        }
      });
      for (let i = 0; i < 3; i += 1) {
        await post('/fabrics/studio/test', {}).expect(200);
      }
      expect(writes).toHaveLength(1);
    });

    it('are told without waiting for them where they cannot be kept', async () => {
      await plugin.knex.schema.dropTable('fabric_names');
      const { body } = await get('/fabrics/studio/compute').expect(200);
      expect(body).toMatchObject({ name: 'Shared warehouse' });
      expect((await post('/fabrics/studio/test', {})).body.ok).toBe(true);
    });

    it('are read for the fabrics that are shown alone', async () => {
      const store = new DatabaseFabricNameStore(plugin);
      await post('/fabrics/nightly/test', {}).expect(200);
      await get('/fabrics/everybody/compute').expect(200);
      const list = jest.spyOn(DatabaseFabricNameStore.prototype, 'list');
      await get('/fabrics', mallory).expect(200);
      expect(list).toHaveBeenCalledWith(['everybody']);
      list.mockRestore();
      expect(await store.list(['everybody'])).toEqual([
        {
          fabric: 'everybody',
          targetHash: expect.stringMatching(/^[0-9a-f]{64}$/),
          name: 'Another',
        },
      ]);
      expect(await store.list(['nightly', "it's", 'none'])).toHaveLength(2);
      expect(await store.list([])).toEqual([]);
    });

    it('are removed when nobody has seen them for 90 days', async () => {
      const store = new DatabaseFabricNameStore(plugin);
      await post('/fabrics/nightly/test', {}).expect(200);
      const seen = (days: number, name: string) =>
        plugin
          .knex('fabric_names')
          .where({ name })
          .update({ seen_at: databaseNowPlus(plugin.knex, -days * DAY_MS) });
      await seen(91, 'Nightly loads');
      await seen(89, 'Shared warehouse');
      const { signal } = new AbortController();
      expect(await store.removeOld(signal)).toBe(1);
      expect(await names()).toMatchObject([{ name: 'Shared warehouse' }]);
    });
  },
);
