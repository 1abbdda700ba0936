import { TestDatabases } from '@backstage/backend-test-utils';
import { signInAs } from '@backstage-databricks/databricks-simulator';
import { signInSteps } from '../__testUtils__/signInSteps';
import { isPostgres, stallWrites } from '../__testUtils__/stallWrites';
import {
  alice,
  bob,
  StartedPlugin,
  startPlugin,
} from '../__testUtils__/startPlugin';
import { DatabricksServiceError } from '../errors';
import { eventually } from '../grants/__testUtils__/eventually';
import { DatabaseSignInStore } from './DatabaseSignInStore';

jest.setTimeout(120_000);

const databases = TestDatabases.create({ ids: ['POSTGRES_18', 'SQLITE_3'] });

describe.each(databases.eachSupportedId())('While %s stalls', id => {
  let plugin: StartedPlugin;
  let steps: ReturnType<typeof signInSteps>;

  beforeAll(async () => {
    plugin = await startPlugin({ databases: { databases, id } });
    steps = signInSteps(plugin);
  });

  beforeEach(async () => {
    for (const table of ['sign_ins', 'grants', 'ended_connections']) {
      await plugin.knex(table).delete();
    }
  });

  afterEach(() => {
    jest.restoreAllMocks();
    plugin.simulator.faults.clear();
  });

  afterAll(() => plugin.stop());

  async function begin() {
    const started = await steps.start();
    const url = await signInAs(started.authorizationUrl);
    return { ...started, callBack: () => steps.callback(url, started.cookie) };
  }

  /** What the card shows in the end. */
  async function endOf(signIn: string) {
    let outcome = await steps.outcome(alice, signIn);
    await eventually(async () => {
      outcome = await steps.outcome(alice, signIn);
      return outcome.status !== 'pending';
    });
    return { status: outcome.status, code: outcome.error?.code };
  }

  const FAILED = { status: 'failed', code: 'unavailable' };

  it('a sign-in whose page said failed does not succeed or stay pending when the database comes back', async () => {
    const { id: signIn, callBack } = await begin();
    const calls = plugin.simulator.calls.token;
    const goOn = await stallWrites(plugin.knex);
    const page = await callBack();
    expect([page.status, page.text]).toEqual([
      400,
      expect.stringContaining('cannot reach its own database'),
    ]);
    await goOn();
    expect(await endOf(signIn)).toEqual(FAILED);
    expect(await steps.connections(alice)).toEqual([]);
    expect((await callBack()).status).toBe(400);
    expect(plugin.simulator.calls.token).toBe(calls);
    expect((await plugin.connect(alice)).status).toBe(200);
  });

  it('a sign-in that was taken, and only the answer was lost, does not stay pending', async () => {
    const { id: signIn, callBack } = await begin();
    const { consume } = DatabaseSignInStore.prototype;
    jest
      .spyOn(DatabaseSignInStore.prototype, 'consume')
      .mockImplementationOnce(async function loseAnswer(
        this: DatabaseSignInStore,
        ...args
      ) {
        await consume.apply(this, args);
        throw new DatabricksServiceError('unavailable');
      });
    expect((await callBack()).status).toBe(400);
    expect(await endOf(signIn)).toEqual(FAILED);
  });

  it('a sign-in that a reload of the page has taken meanwhile goes on', async () => {
    const { id: signIn, callBack } = await begin();
    const calls = plugin.simulator.calls.token;
    let callOnce = () => {};
    const called = new Promise<void>(resolve => (callOnce = resolve));
    plugin.simulator.faults.next('token', { kind: 'delay', delayMs: 1_000 });
    const { endUnconsumed } = DatabaseSignInStore.prototype;
    const ends: boolean[] = [];
    jest
      .spyOn(DatabaseSignInStore.prototype, 'endUnconsumed')
      .mockImplementation(async function whenCalled(
        this: DatabaseSignInStore,
        ...args
      ) {
        await called;
        ends.push(await endUnconsumed.apply(this, args));
        return ends[0];
      });
    jest
      .spyOn(DatabaseSignInStore.prototype, 'consume')
      .mockRejectedValueOnce(new DatabricksServiceError('unavailable'));
    expect((await callBack()).status).toBe(400);
    const page = callBack().then(it => it.status);
    await eventually(async () => plugin.simulator.calls.token > calls);
    callOnce();
    await eventually(async () => ends.length > 0);
    expect(ends).toEqual([false]);
    expect(await page).toBe(200);
    expect((await steps.outcome(alice, signIn)).status).toBe('succeeded');
    expect(await steps.connections(alice)).toHaveLength(1);
  });

  it('the end of a sign-in that Databricks refused is written when the database is back', async () => {
    const { id: signIn, callBack } = await begin();
    plugin.simulator.faults.next('token', {
      kind: 'status',
      status: 400,
      body: { error: 'invalid_grant' },
    });
    jest
      .spyOn(DatabaseSignInStore.prototype, 'end')
      .mockRejectedValueOnce(new DatabricksServiceError('unavailable'));
    expect((await callBack()).status).toBe(400);
    expect(await endOf(signIn)).toEqual({
      status: 'failed',
      code: 'authorization_failed',
    });
  });

  it('no row appears of a start that was refused', async () => {
    const { knex } = plugin;
    // The only connection of SQLite is held once the limits have been read, as PostgreSQL's locks let them be
    const stalled = isPostgres(knex)
      ? stallWrites(knex)
      : new Promise<() => Promise<void>>((resolve, reject) => {
          knex.once('query', () => stallWrites(knex).then(resolve, reject));
        });
    if (isPostgres(knex)) {
      await stalled;
    }
    const answer = await plugin
      .as(alice)
      .post('/api/databricks/sign-ins')
      .send({ fabric: 'analytics-dev' });
    expect(answer.status).toBe(503);
    const goOn = await stalled;
    await goOn();
    expect(await knex('sign_ins')).toEqual([]);
    expect((await plugin.connect(alice)).status).toBe(200);
  });

  it('a sign-in that could not be given up in time can still be finished, or given up again', async () => {
    const { id: signIn, callBack } = await begin();
    const before = await plugin.knex('sign_ins');
    const cancel = () =>
      plugin.as(alice).delete(`/api/databricks/sign-ins/${signIn}`);
    const goOn = await stallWrites(plugin.knex);
    expect((await cancel()).status).toBe(503);
    await goOn();
    expect(await plugin.knex('sign_ins')).toEqual(before);
    expect((await cancel()).body.status).toBe('expired');
    expect((await callBack()).status).toBe(400);
  });

  it.each([
    ['a disconnect', alice, '/api/databricks/connections'],
    ['the end by an admin', bob, '/api/databricks/admin/connections'],
  ])(
    '%s that was told to have failed does not happen later, and can be repeated',
    async (_, user, path) => {
      const { knex } = plugin;
      await plugin.connect(alice);
      const before = await knex('grants');
      const end = () => plugin.as(user).delete(`${path}/${before[0].id}`);
      const goOn = await stallWrites(knex);
      expect((await end()).status).toBe(503);
      await goOn();
      expect(await knex('grants')).toEqual(before);
      expect(await knex('ended_connections')).toEqual([]);
      expect((await end()).status).toBe(200);
      expect((await knex('grants'))[0]?.refresh_token ?? null).toBeNull();
    },
  );
});
