import { TestDatabases } from '@backstage/backend-test-utils';
import {
  Endpoint,
  Fault,
  signInAs,
} from '@backstage-databricks/databricks-simulator';
import { setTimeout as delay } from 'node:timers/promises';
import { Response } from 'supertest';
import { databaseState } from '../__testUtils__/databaseState';
import { expectRefusal } from '../__testUtils__/expectRefusal';
import { recordAudit } from '../__testUtils__/recordAudit';
import { requests } from '../__testUtils__/requests';
import { signInSteps } from '../__testUtils__/signInSteps';
import {
  alice,
  bob,
  StartedPlugin,
  startPlugin,
} from '../__testUtils__/startPlugin';
import { eventually } from '../grants/__testUtils__/eventually';
import { DatabaseSignInStore } from './DatabaseSignInStore';

jest.setTimeout(60_000);

const databases = TestDatabases.create({ ids: ['POSTGRES_18', 'SQLITE_3'] });

describe.each(databases.eachSupportedId())(
  'A sign-in that its user gives up on %s',
  database => {
    let plugin: StartedPlugin;
    /** Another replica. */
    let there: StartedPlugin;
    let steps: ReturnType<typeof signInSteps>;
    const audit = recordAudit();
    const { remove } = requests(() => plugin);
    const cancel = (id: string, user = alice) =>
      remove(`/sign-ins/${id}`, undefined, user);

    beforeAll(async () => {
      plugin = await startPlugin({
        databases: { databases, id: database },
        features: [audit.feature],
      });
      there = await startPlugin({
        knex: plugin.knex,
        configure: () => plugin.databricks,
      });
      steps = signInSteps(plugin);
    });

    beforeEach(async () => {
      await plugin.knex('sign_ins').delete();
      await plugin.knex('grants').delete();
    });

    afterEach(() => {
      jest.restoreAllMocks();
      plugin.simulator.faults.clear();
    });

    afterAll(async () => {
      await there.stop();
      await plugin.stop();
    });

    it('cannot be finished any more, and has no verifier', async () => {
      const { id, authorizationUrl, cookie } = await steps.start();
      const url = await signInAs(authorizationUrl);
      const calls = plugin.simulator.calls.token;
      const answer = await cancel(id);
      expect([answer.status, answer.body]).toEqual([
        200,
        { id, status: 'expired' },
      ]);
      expect(await plugin.knex('sign_ins').first()).toMatchObject({
        code_verifier: null,
        key_id: null,
      });
      expect((await steps.callback(url, cookie)).status).toBe(400);
      expect(plugin.simulator.calls.token).toBe(calls);
      expect(await steps.connections(alice)).toEqual([]);
      expect((await cancel(id)).body).toEqual(answer.body);
    });

    it('leaves one quiet line in the audit', async () => {
      const { id } = await steps.start();
      audit.records.length = 0;
      await cancel(id);
      expect(audit.records).toMatchObject([
        {
          eventId: 'sign-in-finish',
          severityLevel: 'low',
          outcome: 'success',
          meta: { signIn: id, status: 'cancelled' },
        },
      ]);
    });

    it('tells how it ended, where it had before', async () => {
      const denied = await steps.start();
      await steps.callback(
        await signInAs(denied.authorizationUrl, undefined, { deny: true }),
        denied.cookie,
      );
      expect((await cancel(denied.id)).body).toMatchObject({
        status: 'denied',
        error: { code: 'access_denied' },
      });
      const done = await plugin.connect(alice);
      expect((await cancel(done.id)).body.status).toBe('succeeded');
      expect(await steps.connections(alice)).toHaveLength(1);
    });

    /** A callback of Alice, and what its page answers. */
    async function comeBack() {
      const { id, authorizationUrl, cookie } = await steps.start();
      const url = await signInAs(authorizationUrl);
      return { id, page: () => steps.callback(url, cookie).then(it => it) };
    }

    async function expectCancelled(id: string, page: Response) {
      expect([page.status, page.text]).toEqual([
        400,
        expect.stringContaining('was cancelled in the portal'),
      ]);
      expect(page.text).toContain('Nothing was stored');
      expect(page.text).toContain('data-status="expired"');
      expect(await steps.outcome(alice, id)).toEqual({
        http: 200,
        id,
        status: 'expired',
      });
      expect(await plugin.knex('grants')).toEqual([]);
    }

    it.each<[Endpoint, Fault]>([
      ['token', { kind: 'delay', delayMs: 500 }],
      ['token', { kind: 'delay', delayMs: 500, processed: 'before' }],
      ['token', { kind: 'status', status: 503, delayMs: 500 }],
      ['me', { kind: 'delay', delayMs: 500 }],
      ['me', { kind: 'status', status: 403, delayMs: 500 }],
    ])(
      'stores nothing where another replica cancels it while %s answers late: %j',
      async (endpoint, fault) => {
        const { id, page } = await comeBack();
        const calls = plugin.simulator.calls[endpoint];
        plugin.simulator.faults.next(endpoint, fault);
        const answer = page();
        await eventually(async () => plugin.simulator.calls[endpoint] > calls);
        const cancelled = await there
          .as(alice)
          .delete(`/api/databricks/sign-ins/${id}`);
        expect(cancelled.body).toEqual({ id, status: 'expired' });
        audit.records.length = 0;
        await expectCancelled(id, await answer);
        expect(audit.records).toMatchObject([
          {
            eventId: 'sign-in-finish',
            meta: { signIn: id, status: 'expired' },
            error: 'Error: expired',
          },
        ]);
      },
    );

    it('keeps the connection that the same user had, and can be started again', async () => {
      await plugin.connect(alice, { person: 'ada@example.com' });
      const before = await plugin.knex('grants');
      const { id, page } = await comeBack();
      plugin.simulator.faults.next('me', { kind: 'delay', delayMs: 300 });
      const calls = plugin.simulator.calls.me;
      const answer = page();
      await eventually(async () => plugin.simulator.calls.me > calls);
      await cancel(id);
      expect((await answer).status).toBe(400);
      expect(await plugin.knex('grants')).toEqual(before);
      expect((await plugin.connect(alice)).status).toBe(200);
    });

    it.each([
      ['before', 'expired', 400, 0],
      ['within', 'succeeded', 200, 1],
    ] as const)(
      'ends in one way, cancelled %s the transaction that stores its connection: %s',
      async (moment, status, answered, stored) => {
        const { id, page } = await comeBack();
        const { transaction } = DatabaseSignInStore.prototype;
        let cancelled: Promise<{ body: unknown }> | undefined;
        jest
          .spyOn(DatabaseSignInStore.prototype, 'transaction')
          .mockImplementationOnce(async function cancelMeanwhile(
            this: DatabaseSignInStore,
            work,
          ) {
            const begin = () => cancel(id).then(it => it);
            if (moment === 'before') {
              cancelled = begin();
              await cancelled;
            }
            return transaction.call(this, async trx => {
              const result = await work(trx);
              cancelled ??= begin();
              // It has come as far as it can: it waits for the row, or for the connection
              await delay(300);
              return result as never;
            });
          });
        const answer = await page();
        expect((await cancelled)?.body).toEqual({ id, status });
        expect(answer.status).toBe(answered);
        expect(await plugin.knex('grants')).toHaveLength(stored);
        expect((await steps.outcome(alice, id)).status).toBe(status);
      },
    );

    it('says the same to its user and stores the same, at whatever moment it is cancelled', async () => {
      const timed = await comeBack();
      const begunAt = performance.now();
      await timed.page();
      const tookMs = performance.now() - begunAt;
      const ends = new Set<string>();
      for (let i = 0; i <= 30; i += 1) {
        await plugin.knex('sign_ins').delete();
        await plugin.knex('grants').delete();
        const { id, page } = await comeBack();
        const [answer, cancelled] = await Promise.all([
          page(),
          delay((tookMs * i) / 20).then(() => cancel(id)),
        ]);
        const { status } = cancelled.body;
        const isStored = (await plugin.knex('grants')).length > 0;
        expect([status, answer.status, isStored]).toEqual(
          status === 'succeeded'
            ? ['succeeded', 200, true]
            : ['expired', 400, false],
        );
        ends.add(status);
      }
      expect(ends).toEqual(new Set(['expired', 'succeeded']));
    });

    it('is its own user’s alone: for others there is none, and nothing changes', async () => {
      const { id } = await steps.start();
      const before = await databaseState(plugin.knex);
      const foreign = await cancel(id, bob);
      expectRefusal(foreign, 404, 'not_found');
      const none = await cancel('00000000-0000-4000-8000-000000000000', bob);
      expect(none.body).toEqual(foreign.body);
      expect(await databaseState(plugin.knex)).toBe(before);
    });
  },
);
