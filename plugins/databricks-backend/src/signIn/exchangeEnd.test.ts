import { signInAs } from '@backstage-databricks/databricks-simulator';
import { recordAudit } from '../__testUtils__/recordAudit';
import { signInSteps } from '../__testUtils__/signInSteps';
import {
  alice,
  bob,
  StartedPlugin,
  startPlugin,
} from '../__testUtils__/startPlugin';
import { DatabaseSignInStore } from './DatabaseSignInStore';

jest.setTimeout(60_000);

describe('A sign-in whose code was exchanged', () => {
  const audit = recordAudit();
  let plugin: StartedPlugin;
  let steps: ReturnType<typeof signInSteps>;

  beforeAll(async () => {
    plugin = await startPlugin({ features: [audit.feature] });
    steps = signInSteps(plugin);
  });

  beforeEach(async () => {
    audit.records.length = 0;
    await plugin.knex('sign_ins').delete();
    await plugin.knex('grants').delete();
  });

  afterEach(() => {
    jest.restoreAllMocks();
  });

  afterAll(async () => {
    await plugin.stop();
  });

  it('is shown and audited with its Databricks identity, whoever the portal’s user is', async () => {
    await plugin.connect(alice, { person: 'grace@example.com' });
    expect(await steps.connections(alice)).toMatchObject([
      { databricksUser: { userName: 'grace@example.com' } },
    ]);
    expect(audit.records.at(-1)).toMatchObject({
      eventId: 'sign-in-finish',
      meta: { user: 'user:default/alice', databricksUser: 'grace@example.com' },
      outcome: 'success',
    });
  });

  it('says who was connected before, until the next sign-in', async () => {
    await plugin.connect(alice, { person: 'ada@example.com' });
    await plugin.connect(alice, { person: 'grace@example.com' });
    const { body } = await plugin.as(alice).get('/api/databricks/fabrics');
    expect(body.issuers[0].connection).toMatchObject({
      databricksUser: { userName: 'grace@example.com' },
      replacedUserName: 'ada@example.com',
    });
    await plugin.connect(alice, { person: 'grace@example.com' });
    expect((await steps.connections(alice))[0]).not.toHaveProperty(
      'replacedUserName',
    );
  });

  it('counts the life of its tokens from when they were asked for, however long the storing took', async () => {
    const started = await steps.start();
    const url = await signInAs(started.authorizationUrl);
    jest
      .spyOn(DatabaseSignInStore.prototype, 'transaction')
      .mockRejectedValueOnce(new Error('The database is away'));
    expect((await steps.callback(url, started.cookie)).status).toBe(200);
    const row = await plugin.knex('grants').first();
    const receivedAt = Number(row.access_token_received_at);
    // At least the pause before the second attempt
    expect(Number(row.connected_at) - receivedAt).toBeGreaterThanOrEqual(250);
    expect(Number(row.access_token_expires_at) - receivedAt).toBeCloseTo(
      3_600_000,
      -2,
    );
  });

  it('is stored once where the answer of the database was lost, and still knows who was replaced', async () => {
    await plugin.connect(alice, { person: 'ada@example.com' });
    const started = await steps.start();
    const url = await signInAs(started.authorizationUrl, 'grace@example.com');
    const { transaction } = DatabaseSignInStore.prototype;
    jest
      .spyOn(DatabaseSignInStore.prototype, 'transaction')
      .mockImplementationOnce(async function loseAnswer(
        this: DatabaseSignInStore,
        work,
      ) {
        await transaction.call(this, work);
        throw new Error('The answer was lost');
      });
    expect((await steps.callback(url, started.cookie)).status).toBe(200);
    expect(await plugin.knex('grants').first()).toMatchObject({
      databricks_user_name: 'grace@example.com',
      previous_user_name: 'ada@example.com',
      generation: 2,
    });
    expect(audit.records.at(-1)?.meta).toMatchObject({
      databricksUser: 'grace@example.com',
      replacedDatabricksUser: 'ada@example.com',
    });
  });

  it('is pending while that lasts, also beyond its expiry, and expired when its process has died', async () => {
    const { id } = await steps.start();
    const age = (seconds: number) =>
      plugin
        .knex('sign_ins')
        .update({ expires_at: 0, consumed_at: Date.now() - seconds * 1000 });
    await age(30);
    expect((await steps.outcome(alice, id)).status).toBe('pending');
    await age(121);
    expect((await steps.outcome(alice, id)).status).toBe('expired');
    await plugin.knex('sign_ins').update({ consumed_at: null });
    expect((await steps.outcome(alice, id)).status).toBe('expired');
  });

  it('can be ended by its user alone: for others it is not there, and its tokens stay', async () => {
    await plugin.connect(alice);
    const before = await plugin.knex('grants').select('*');
    expect(before).toMatchObject([{ owner: 'user:default/alice' }]);
    const url = `/api/databricks/connections/${before[0].id}`;
    expect((await plugin.as(bob).delete(url)).status).toBe(404);
    expect(await plugin.knex('grants').select('*')).toEqual(before);
    expect(await plugin.knex('ended_connections')).toEqual([]);
    expect((await plugin.as(alice).delete(url)).status).toBe(200);
    expect(await plugin.knex('grants').select('*')).toEqual([]);
  });
});
