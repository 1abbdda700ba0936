import { TestDatabases } from '@backstage/backend-test-utils';
import { computeStateSchema } from '@backstage-databricks/plugin-databricks-common';
import { JsonObject } from '@backstage/types';
import { expectAnswer } from '../__testUtils__/expectAnswer';
import { expectRefusal } from '../__testUtils__/expectRefusal';
import { recordAudit } from '../__testUtils__/recordAudit';
import { requests } from '../__testUtils__/requests';
import {
  alice,
  mallory,
  StartedPlugin,
  startPlugin,
} from '../__testUtils__/startPlugin';

jest.setTimeout(60_000);

const databases = TestDatabases.create({ ids: ['POSTGRES_18', 'SQLITE_3'] });

describe.each(databases.eachSupportedId())(
  'The compute of a fabric on %s',
  database => {
    const audit = recordAudit();
    let plugin: StartedPlugin;
    let passedMs = 0;
    const { get, post, put, remove } = requests(() => plugin);

    beforeAll(async () => {
      plugin = await startPlugin({
        databases: { databases, id: database },
        features: [audit.feature],
        configure: config => {
          const fabrics = config.fabrics as Record<string, JsonObject>;
          const { warehouseId: _, ...withoutCompute } = fabrics.studio;
          return {
            ...config,
            fabrics: {
              ...fabrics,
              cluster: {
                ...withoutCompute,
                type: 'spark',
                clusterId: '0123-456789-abc',
              },
              bare: { ...withoutCompute, type: 'spark' },
              gone: { ...fabrics.studio, warehouseId: 'missing1' },
            },
          };
        },
      });
    });

    beforeEach(async () => {
      const now = performance.now.bind(performance);
      // What was remembered in the test before is old
      passedMs += 2 * 60 * 60 * 1000;
      jest.spyOn(performance, 'now').mockImplementation(() => now() + passedMs);
      await plugin.knex('sign_ins').delete();
      await plugin.knex('grants').delete();
      await plugin.knex('fabric_names').delete();
      await plugin.connect(alice, { person: 'ada@example.com' });
      audit.records.length = 0;
    });

    afterEach(() => {
      jest.restoreAllMocks();
      plugin.simulator.faults.clear();
    });

    afterAll(() => plugin.stop());

    const look = async (fabric: string, user = alice) =>
      expectAnswer(
        await get(`/fabrics/${fabric}/compute`, user),
        200,
        computeStateSchema,
      );
    const calls = () => {
      const { warehouse, cluster } = plugin.simulator.calls;
      return warehouse + cluster;
    };
    const warehouse = (body: Record<string, unknown>, times?: number) =>
      plugin.simulator.faults.next(
        'warehouse',
        { kind: 'status', status: 200, body },
        times,
      );

    it('has a name, a live state and a size, as the user sees it', async () => {
      const before = { ...plugin.simulator.calls };
      expect(await look('analytics-dev')).toEqual({
        kind: 'warehouse',
        id: 'abc123',
        name: 'Warehouse abc123',
        state: 'stopped',
        size: 'Small',
      });
      expect(await look('cluster')).toEqual({
        kind: 'cluster',
        id: '0123-456789-abc',
        name: 'Cluster 0123-456789-abc',
        state: 'stopped',
        size: 'i3.xlarge',
      });
      const { warehouse: warehouses, cluster } = before;
      expect(plugin.simulator.calls).toEqual({
        ...before,
        warehouse: warehouses + 1,
        cluster: cluster + 1,
      });
      expect(audit.records).toEqual([]);
    });

    it.each([
      ['RUNNING', 'running'],
      ['STARTING', 'starting'],
      ['STOPPING', 'stopping'],
      ['DELETED', 'unusable'],
      ['ODD', 'unknown'],
    ])('is told to be %s in our word: %s', async (state, ours) => {
      warehouse({ name: 'x', state });
      expect((await look('studio')).state).toBe(ours);
    });

    it('is asked for once in ten seconds, however many look, and anew after a reconnect', async () => {
      const before = calls();
      warehouse({ name: 'x', state: 'RUNNING' });
      const looks = await Promise.all(
        ['studio', 'analytics-dev', 'studio'].map(it => look(it)),
      );
      expect(looks.map(it => it.state)).toEqual(Array(3).fill('running'));
      passedMs += 9_900;
      expect((await look('studio')).state).toBe('running');
      expect(calls()).toBe(before + 1);
      passedMs += 200;
      expect((await look('studio')).state).toBe('stopped');
      expect(calls()).toBe(before + 2);
      await plugin.connect(alice, { person: 'grace@example.com' });
      await look('studio');
      expect(calls()).toBe(before + 3);
    });

    it('is asked for as each user, whose answers differ', async () => {
      await plugin.connect(mallory, {
        fabric: 'everybody',
        person: 'grace@example.com',
      });
      warehouse({ name: 'x', state: 'RUNNING' });
      expect((await look('everybody')).state).toBe('running');
      expect((await look('everybody', mallory)).state).toBe('stopped');
    });

    it('draws nothing from the budget of tests', async () => {
      for (let i = 0; i < 31; i += 1) {
        passedMs += 11_000;
        await look('studio');
      }
      expect((await post('/fabrics/studio/test', {})).status).toBe(200);
    });

    it('is found where the access token alone has ended', async () => {
      plugin.simulator.expireAccessTokens();
      expect(await look('studio')).toMatchObject({ state: 'stopped' });
    });

    it('is not known without a connection, and Databricks is not asked', async () => {
      const { body } = await get('/connections');
      await look('studio');
      await remove(`/connections/${body.items[0].id}`, undefined, alice);
      const before = calls();
      expect(await look('studio')).toEqual({
        kind: 'warehouse',
        id: 'abc123',
        name: 'Warehouse abc123',
        state: 'unknown',
        problem: {
          code: 'not_connected',
          message: expect.any(String),
          values: { code: 'not_connected' },
        },
      });
      expect(calls()).toBe(before);
    });

    it('is not known while it is paused', async () => {
      await look('studio');
      await put('/pause', { paused: true }).expect(200);
      const paused = await look('studio');
      await put('/pause', { paused: false }).expect(200);
      expect(paused).toMatchObject({
        state: 'unknown',
        problem: { code: 'paused' },
      });
    });

    it.each([
      [{ kind: 'status', status: 503 }, 'databricks_unavailable', 1],
      [
        { kind: 'status', status: 403, body: { message: 'canary' } },
        'right_missing',
        1,
      ],
      [
        { kind: 'status', status: 403, body: 'Invalid Token' },
        'databricks_refused',
        2,
      ],
      [{ kind: 'status', status: 200, body: '<html>' }, 'nonsense', 1],
    ] as const)(
      'is not known where Databricks answers %j: %s, in our words, asked for once',
      async (fault, code, times) => {
        plugin.simulator.faults.next('warehouse', fault, times);
        const before = calls();
        for (let i = 0; i < 2; i += 1) {
          const { state, problem } = await look('studio');
          expect([state, problem?.code]).toEqual(['unknown', code]);
          expect(problem?.message).not.toMatch(/canary|html/);
        }
        expect(calls()).toBe(before + times);
      },
    );

    it('is not known where a sign-in has ended, which shows everywhere', async () => {
      plugin.simulator.expireAccessTokens();
      plugin.simulator.revokeRefreshTokens();
      expect((await look('studio')).problem?.code).toBe('reconnect_required');
      const { body } = await get('/connections');
      expect(body.items[0].status).toBe('reconnect_required');
      await plugin.connect(alice, { person: 'ada@example.com' });
      expect((await look('studio')).state).toBe('stopped');
    });

    it('names what is missing where it is gone', async () => {
      expect((await look('gone')).problem).toMatchObject({
        code: 'not_found',
        values: { id: 'missing1', who: 'ada@example.com' },
      });
    });

    it.each(['x'.repeat(101), 'a\u0000b', 'a\u202eb', 7, null])(
      'has no name and no size that people could not read: %j',
      async odd => {
        warehouse({ name: odd, state: 'RUNNING', cluster_size: odd });
        expect(await look('studio')).toEqual({
          kind: 'warehouse',
          id: 'abc123',
          state: 'running',
        });
        expect(await plugin.knex('fabric_names')).toEqual([]);
      },
    );

    it('is not asked for where nobody signs in', async () => {
      const before = { ...plugin.simulator.calls };
      expect(await look('nightly')).toEqual({
        kind: 'warehouse',
        id: 'abc123',
        state: 'unknown',
      });
      expect(plugin.simulator.calls).toEqual(before);
    });

    it('is not there where the fabric names none', async () => {
      const answer = await get('/fabrics/bare/compute');
      expect(expectRefusal(answer, 404, 'not_found')).toBe(
        'bare names no compute.',
      );
    });

    it('of a fabric of others looks like none', async () => {
      const before = calls();
      const foreign = await get('/fabrics/studio/compute', mallory);
      expectRefusal(foreign, 404, 'not_found');
      const unknown = await get('/fabrics/nope/compute', mallory);
      expect(unknown.body).toEqual(foreign.body);
      expect(calls()).toBe(before);
    });
  },
);
