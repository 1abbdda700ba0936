import { TestDatabases } from '@backstage/backend-test-utils';
import { computeOptionsSchema } from '@backstage-databricks/plugin-databricks-common';
import { expectAnswer } from '../__testUtils__/expectAnswer';
import { expectRefusal } from '../__testUtils__/expectRefusal';
import { recordAudit } from '../__testUtils__/recordAudit';
import { requests } from '../__testUtils__/requests';
import {
  alice,
  bob,
  mallory,
  StartedPlugin,
  startPlugin,
} from '../__testUtils__/startPlugin';

jest.setTimeout(60_000);

const databases = TestDatabases.create({ ids: ['POSTGRES_18', 'SQLITE_3'] });
const CANARY = 'canary-of-databricks';

describe.each(databases.eachSupportedId())(
  'The compute to choose from on %s',
  database => {
    const audit = recordAudit();
    let plugin: StartedPlugin;
    let passedMs = 0;
    const { get, put } = requests(() => plugin);

    beforeAll(async () => {
      plugin = await startPlugin({
        databases: { databases, id: database },
        features: [audit.feature],
        simulator: {
          warehouses: [
            { id: 'w2', name: 'Reports 10', state: 'RUNNING' },
            { id: 'w1', name: 'Reports 9' },
            { id: 'w3', name: 'x'.repeat(101) },
            { id: 'w4', name: 'turned\u202Earound' },
            { id: 'no id', name: 'Odd' },
          ],
          clusters: [
            { clusterId: '0123-456789-abc', name: 'Shared', state: 'ERROR' },
            { clusterId: '0123-456789-api', name: 'Api', source: 'API' },
            { clusterId: '0123-456789-job', name: 'Job', source: 'JOB' },
            { clusterId: '0123-456789-dlt', name: 'Dlt', source: 'PIPELINE' },
          ],
        },
      });
      await put('/fabrics/mine', {
        type: 'sql',
        owner: 'group:default/analytics',
        workspaceUrl: plugin.simulator.url,
        warehouseId: 'w1',
      }).expect(201);
    });

    beforeEach(async () => {
      const now = performance.now.bind(performance);
      // The limits of the test before are over
      passedMs += 120_000;
      jest.spyOn(performance, 'now').mockImplementation(() => now() + passedMs);
      await plugin.knex('grants').delete();
      plugin.simulator.rights.clear();
      audit.records.length = 0;
    });

    afterEach(() => {
      jest.restoreAllMocks();
      plugin.simulator.faults.clear();
    });

    afterAll(() => plugin.stop());

    const connect = (user = alice) =>
      plugin.connect(user, { fabric: 'everybody', person: 'ada@example.com' });
    const ask = (user = alice, workspaceUrl = plugin.simulator.url) =>
      get(
        `/compute-options?workspaceUrl=${encodeURIComponent(workspaceUrl)}`,
        user,
      );
    const list = async (user = alice) =>
      expectAnswer(await ask(user), 200, computeOptionsSchema).items;
    const events = () =>
      audit.records.filter(it => it.eventId === 'outbound-test');
    const calls = () => {
      const { warehouses, clusters } = plugin.simulator.calls;
      return warehouses + clusters;
    };
    const answer = (
      endpoint: 'warehouses' | 'clusters',
      status: number,
      body: Record<string, unknown> = { error_code: 'X', message: CANARY },
      times = 1,
    ) =>
      plugin.simulator.faults.next(
        endpoint,
        { kind: 'status', status, body },
        times,
      );

    it('has names, states and sizes, by name, and none of what a job or a pipeline made', async () => {
      await connect();
      expect(await list()).toEqual([
        {
          kind: 'warehouse',
          id: 'w1',
          name: 'Reports 9',
          state: 'stopped',
          size: 'Small',
        },
        expect.objectContaining({ name: 'Reports 10', state: 'running' }),
        expect.objectContaining({ id: 'w3', name: 'w3' }),
        expect.objectContaining({ id: 'w4', name: 'w4' }),
        expect.objectContaining({
          kind: 'cluster',
          id: '0123-456789-api',
          name: 'Api',
        }),
        {
          kind: 'cluster',
          id: '0123-456789-abc',
          name: 'Shared',
          state: 'unusable',
          size: 'i3.xlarge',
        },
      ]);
    });

    it('leaves out the clusters of jobs also where the workspace cannot filter', async () => {
      await connect();
      const cluster = (id: string, source?: string) => ({
        cluster_id: id,
        cluster_name: id,
        state: 'RUNNING',
        cluster_source: source,
      });
      answer('clusters', 200, {
        clusters: [cluster('old'), cluster('job', 'JOB'), { odd: true }, 7],
      });
      const names = (await list()).filter(it => it.kind === 'cluster');
      expect(names.map(it => it.name)).toEqual(['old']);
    });

    it('is read from all pages, and has at most 200 of a kind', async () => {
      await connect();
      const page = (first: number, next?: string) => ({
        warehouses: Array.from({ length: 100 }, (_, i) => ({
          id: `p${first - i}`,
          name: `p${String(first - i).padStart(3, '0')}`,
          state: 'STOPPED',
        })),
        next_page_token: next,
      });
      answer('warehouses', 200, page(299, 'a'));
      answer('warehouses', 200, { next_page_token: 'b' });
      answer('warehouses', 200, page(199, 'c'));
      answer('warehouses', 200, page(99));
      const names = (await list())
        .filter(it => it.kind === 'warehouse')
        .map(it => it.name);
      expect(names).toHaveLength(200);
      expect([names[0], names[199]]).toEqual(['p000', 'p199']);
    });

    it('ends where a list does not', async () => {
      await connect();
      const before = plugin.simulator.calls.warehouses;
      answer('warehouses', 200, { next_page_token: 'again' }, 50);
      await list();
      expect(plugin.simulator.calls.warehouses).toBe(before + 10);
    });

    it('is asked for as the user, whose rights decide', async () => {
      await connect();
      plugin.simulator.rights.set('ada@example.com', {
        warehouses: ['w1'],
        clusters: [],
      });
      expect((await list()).map(it => it.id)).toEqual(['w1']);
    });

    it('is an admin’s and an owner’s who may edit there, and nobody else’s', async () => {
      await connect();
      await connect(mallory);
      await connect(bob);
      const before = calls();
      expectRefusal(await ask(mallory), 403, 'not_allowed');
      const elsewhere = await ask(alice, 'https://dbc-1.cloud.databricks.com');
      expectRefusal(elsewhere, 403, 'not_allowed');
      expect(calls()).toBe(before);
      expect(events()).toEqual([]);
      expect(await list(bob)).toEqual(await list(alice));
    });

    it('needs a sign-in at that workspace, and takes no service principal for it', async () => {
      const before = { ...plugin.simulator.calls };
      for (const user of [alice, bob]) {
        expectRefusal(await ask(user), 409, 'not_connected');
      }
      const elsewhere = await ask(bob, 'https://dbc-1.cloud.databricks.com');
      expectRefusal(elsewhere, 409, 'not_connected');
      expect(plugin.simulator.calls).toEqual(before);
    });

    it('asks to reconnect where the sign-in has ended', async () => {
      await connect();
      plugin.simulator.expireAccessTokens();
      plugin.simulator.revokeRefreshTokens();
      expectRefusal(await ask(), 409, 'reconnect_required');
      expectRefusal(await ask(), 409, 'reconnect_required');
    });

    it('takes a sign-in that is live before one that has ended', async () => {
      await connect();
      const [live] = await plugin.knex('grants');
      await plugin.knex('grants').insert({
        ...live,
        id: '00000000-0000-4000-8000-000000000000',
        app_connection: 'other',
        connected_at: Number(live.connected_at) + 1,
        status: 'reconnect_required',
      });
      expect(await list()).not.toEqual([]);
    });

    it('goes on where the access token alone has ended', async () => {
      await connect();
      plugin.simulator.expireAccessTokens();
      expect(await list()).not.toEqual([]);
    });

    it.each(['warehouses', 'clusters'] as const)(
      'without %s, which Databricks refuses, has the other kind',
      async endpoint => {
        await connect();
        answer(endpoint, 403);
        const kinds = new Set((await list()).map(it => it.kind));
        expect([...kinds]).toEqual([
          endpoint === 'warehouses' ? 'cluster' : 'warehouse',
        ]);
      },
    );

    it.each([
      [403, 409, 'databricks_refused'],
      [404, 409, 'databricks_refused'],
      [401, 409, 'databricks_refused'],
      [429, 503, 'throttled'],
      [500, 503, 'databricks_unavailable'],
    ] as const)(
      'is not known where Databricks answers %i to both: %i %s, in our words',
      async (status, expected, code) => {
        await connect();
        answer('warehouses', status, undefined, 2);
        answer('clusters', status, undefined, 2);
        const refused = await ask();
        expectRefusal(refused, expected, code);
        expect(refused.text).not.toContain(CANARY);
        const told = events().map(({ meta, error }) => [meta, error]);
        expect(JSON.stringify(told)).not.toContain(CANARY);
      },
    );

    it('does not pass for none where one kind has no answer for the moment', async () => {
      await connect();
      answer('warehouses', 503);
      expectRefusal(await ask(), 503, 'databricks_unavailable');
      answer('clusters', 200, { clusters: 'x'.repeat(9 * 1024 * 1024) });
      expectRefusal(await ask(), 503, 'databricks_unavailable');
    });

    it('draws one unit of what tests may call out, and leaves one audit event', async () => {
      await connect();
      await list();
      const { host } = new URL(plugin.simulator.url);
      expect(events()).toMatchObject([
        {
          eventId: 'outbound-test',
          outcome: 'success',
          meta: {
            user: 'user:default/alice',
            what: 'listComputeOptions',
            host,
          },
        },
      ]);
      for (let i = 1; i < 30; i += 1) {
        await list();
      }
      expectRefusal(await ask(), 429, 'too_many_requests');
    });

    it('is not asked for while it is paused', async () => {
      await connect();
      await put('/pause', { paused: true }).expect(200);
      const before = calls();
      const paused = await ask();
      await put('/pause', { paused: false }).expect(200);
      expectRefusal(paused, 503, 'paused');
      expect(calls()).toBe(before);
    });

    it.each([
      '',
      '?workspaceUrl=',
      '?workspaceUrl=dbc-1',
      '?workspaceUrl=x&y=1',
    ])('names what is wrong with the query %j', async query => {
      const refused = await get(`/compute-options${query}`);
      const message = expectRefusal(refused, 400, 'invalid_request');
      expect(message).toMatch(/^(workspaceUrl|y): /);
    });
  },
);
