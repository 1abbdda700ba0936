import { TestDatabases } from '@backstage/backend-test-utils';
import { signInAs } from '@backstage-databricks/databricks-simulator';
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

jest.setTimeout(60_000);

const databases = TestDatabases.create({ ids: ['POSTGRES_18', 'SQLITE_3'] });

describe.each(databases.eachSupportedId())(
  'A sign-in that its user gives up on %s',
  database => {
    let plugin: StartedPlugin;
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
      steps = signInSteps(plugin);
    });

    beforeEach(async () => {
      await plugin.knex('sign_ins').delete();
    });

    afterEach(() => plugin.simulator.faults.clear());

    afterAll(() => plugin.stop());

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

    it('stays pending while its callback is under way, which ends it', async () => {
      const { id, authorizationUrl, cookie } = await steps.start();
      const url = await signInAs(authorizationUrl);
      const calls = plugin.simulator.calls.token;
      plugin.simulator.faults.next('token', { kind: 'delay', delayMs: 500 });
      const page = steps.callback(url, cookie).then(it => it.status);
      await eventually(async () => plugin.simulator.calls.token > calls);
      expect((await cancel(id)).body).toEqual({ id, status: 'pending' });
      expect(await page).toBe(200);
      expect((await cancel(id)).body.status).toBe('succeeded');
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
