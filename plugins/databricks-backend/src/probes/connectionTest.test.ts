import { TestDatabases } from '@backstage/backend-test-utils';
import { createServiceFactory } from '@backstage/backend-plugin-api';
import {
  Connection,
  FabricList,
} from '@backstage-databricks/plugin-databricks-common';
import {
  SignalPayload,
  signalsServiceRef,
} from '@backstage/plugin-signals-node';
import { expectRefusal } from '../__testUtils__/expectRefusal';
import { recordAudit } from '../__testUtils__/recordAudit';
import { requests } from '../__testUtils__/requests';
import {
  alice,
  bob,
  StartedPlugin,
  startPlugin,
} from '../__testUtils__/startPlugin';

jest.setTimeout(60_000);

const databases = TestDatabases.create({ ids: ['POSTGRES_18', 'SQLITE_3'] });

const NO_MEMBER = {
  kind: 'status',
  status: 403,
  body: { message: 'User ada@example.com is not a member of this workspace.' },
} as const;

describe.each(databases.eachSupportedId())(
  'The test of a connection on %s',
  database => {
    const published: SignalPayload[] = [];
    const audit = recordAudit();
    let plugin: StartedPlugin;
    let id: string;
    const { get, post, put } = requests(() => plugin);
    const connection = async (): Promise<Connection> =>
      (await get('/connections')).body.items[0];

    beforeAll(async () => {
      plugin = await startPlugin({
        databases: { databases, id: database },
        features: [
          audit.feature,
          createServiceFactory({
            service: signalsServiceRef,
            deps: {},
            factory: () => ({
              publish: async signal => {
                published.push(signal as SignalPayload);
              },
            }),
          }),
        ],
      });
    });

    beforeEach(async () => {
      await plugin.knex('grants').delete();
      await plugin.connect(alice, { person: 'ada@example.com' });
      id = (await connection()).id;
      audit.records.length = 0;
      published.length = 0;
    });

    afterEach(() => plugin.simulator.faults.clear());

    afterAll(() => plugin.stop());

    const test = async () =>
      (await post(`/connections/${id}/test`, {}).expect(200)).body;
    const list = async (): Promise<FabricList> => (await get('/fabrics')).body;
    const rowOf = async (name: string) =>
      (await list()).items.find(it => it.name === name);

    it('says who one is there, asks for no compute, and is kept with its time', async () => {
      const before = { ...plugin.simulator.calls };
      expect(await test()).toEqual({
        ok: true,
        checks: [
          expect.objectContaining({
            id: 'identity',
            state: 'ok',
            message: 'Databricks knows you as Ada Lovelace (ada@example.com).',
          }),
        ],
      });
      expect(plugin.simulator.calls).toEqual({ ...before, me: before.me + 1 });
      const lastTest = { ok: true, at: expect.any(String) };
      expect(await connection()).toMatchObject({ lastTest });
      const { issuers, items } = await list();
      expect(issuers[0].connection).toMatchObject({ lastTest });
      expect(items.some(it => it.failedTests)).toBe(false);
      const { body } = await get('/fabrics/analytics-dev');
      expect(body).not.toHaveProperty('lastTest');
      expect(published).toContainEqual(
        expect.objectContaining({ message: { changed: 'connections' } }),
      );
    });

    it('leaves one audit event, as any test', async () => {
      await test();
      const { host } = new URL(plugin.simulator.url);
      expect(audit.records).toMatchObject([
        {
          eventId: 'outbound-test',
          outcome: 'success',
          meta: { what: 'testConnection', host, connection: id, ok: true },
        },
      ]);
    });

    it('goes on where the access token alone has ended', async () => {
      plugin.simulator.expireAccessTokens();
      expect((await test()).ok).toBe(true);
      expect((await connection()).status).toBe('connected');
    });

    it('tells everywhere that a sign-in has ended', async () => {
      plugin.simulator.expireAccessTokens();
      plugin.simulator.revokeRefreshTokens();
      expect(await test()).toMatchObject({
        ok: false,
        checks: [{ values: { code: 'reconnect_required' } }],
      });
      expect(await connection()).toMatchObject({
        status: 'reconnect_required',
        endedAt: expect.stringMatching(/Z$/),
        lastTest: { ok: false, problem: { code: 'reconnect_required' } },
      });
    });

    it('that passes takes back what a failed one, of it or of a fabric, has told of all fabrics', async () => {
      const red = { failedTests: ['identity'] };
      for (const fail of [
        () => test(),
        () => post('/fabrics/studio/test', {}).expect(200),
      ]) {
        plugin.simulator.faults.next('me', NO_MEMBER);
        await fail();
        expect(await rowOf('studio')).toMatchObject(red);
        expect(await rowOf('everybody')).toMatchObject(red);
        expect(await connection()).toMatchObject({
          reason: { code: 'databricks_refused' },
          lastTest: { ok: false, problem: { code: 'databricks_refused' } },
        });
        expect((await test()).ok).toBe(true);
        for (const fabric of ['studio', 'everybody']) {
          const row = await rowOf(fabric);
          expect(row).not.toHaveProperty('failedTests');
          expect(row?.warnings).not.toContain('databricks_refused');
        }
        const { body } = await get('/fabrics/studio');
        expect(body).not.toHaveProperty('lastTest');
        expect(await connection()).toMatchObject({ lastTest: { ok: true } });
        expect(await connection()).not.toHaveProperty('reason');
      }
    });

    it('keeps what a fabric’s own test has found', async () => {
      plugin.simulator.faults.next('warehouse', {
        kind: 'status',
        status: 403,
      });
      await post('/fabrics/studio/test', {}).expect(200);
      expect((await test()).ok).toBe(true);
      expect(await rowOf('studio')).toMatchObject({ failedTests: ['compute'] });
      expect(await rowOf('everybody')).not.toHaveProperty('failedTests');
    });

    it('learns nothing from an outage', async () => {
      await test();
      const { lastTest } = await connection();
      plugin.simulator.faults.next('me', { kind: 'status', status: 503 });
      expect((await test()).ok).toBe(false);
      expect((await connection()).lastTest).toEqual(lastTest);
    });

    it('is its own user’s alone: for others there is none, and Databricks is not asked', async () => {
      const calls = { ...plugin.simulator.calls };
      const kept = () =>
        Promise.all(
          ['grants', 'test_results'].map(it => plugin.knex(it).select()),
        );
      const before = await kept();
      const foreign = await post(`/connections/${id}/test`, {}, bob);
      expectRefusal(foreign, 404, 'not_found');
      const none = '00000000-0000-4000-8000-000000000000';
      const unknown = await post(`/connections/${none}/test`, {}, bob);
      expect(unknown.body).toEqual(foreign.body);
      expect(plugin.simulator.calls).toEqual(calls);
      expect(await kept()).toEqual(before);
      expect(audit.records).toEqual([]);
    });

    it('is not made while it is paused', async () => {
      await put('/pause', { paused: true }).expect(200);
      const answer = await post(`/connections/${id}/test`, {});
      await put('/pause', { paused: false }).expect(200);
      expectRefusal(answer, 503, 'paused');
    });

    it('is not made where no fabric uses it any more', async () => {
      plugin.reconfigure({
        databricks: { ...plugin.databricks, fabrics: {} },
      });
      const answer = await post(`/connections/${id}/test`, {});
      expect(expectRefusal(answer, 409, 'conflict')).toMatch(/No fabric uses/);
      plugin.reconfigure({ databricks: plugin.databricks });
    });
  },
);
