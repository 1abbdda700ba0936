import { Fault } from '@backstage-databricks/databricks-simulator';
import { TestDatabases } from '@backstage/backend-test-utils';
import { databaseNowPlus } from '../database/databaseTime';
import { LiveSettings } from '../settings/LiveSettings';
import { ResolvedAppConnection } from '../settings/SettingsSnapshot';
import { DatabaseConnectionUpkeepStore } from './DatabaseConnectionUpkeepStore';
import { KeepAlive } from './KeepAlive';
import {
  startGrants,
  TestGrants,
  UserHolder,
} from '../grants/__testUtils__/startGrants';

jest.setTimeout(60_000);

const DAY = 24 * 60 * 60 * 1000;
const databases = TestDatabases.create({ ids: ['POSTGRES_18', 'SQLITE_3'] });
const goOn = () => new AbortController().signal;

describe.each(databases.eachSupportedId())('Keep-alive on %s', id => {
  let grants: TestGrants;

  afterEach(() => grants.stop());

  async function start(
    refreshTokens: 'singleUse' | 'multiUse',
    changes?: Partial<ResolvedAppConnection>,
  ) {
    grants = await startGrants({
      knex: await databases.init(id),
      simulator: { refreshTokens },
    });
    const alice = await grants.connect('user:default/alice', changes);
    const appConnections = new Map([['default', alice.appConnection]]);
    const now: { paused?: object } = {};
    const keepAlive = new KeepAlive({
      store: new DatabaseConnectionUpkeepStore(grants),
      settings: {
        current: () => ({ appConnections, ...now }),
      } as unknown as LiveSettings,
      engine: grants.replica(),
    });
    const run = async (signal = goOn()) => {
      const before = grants.simulator.calls.token;
      await keepAlive.run(signal);
      return grants.simulator.calls.token - before;
    };
    return { alice, run, now };
  }

  async function set(holder: UserHolder, daysAgo: Record<string, number>) {
    await grants
      .knex('grants')
      .where({ owner: holder.owner })
      .update(
        Object.fromEntries(
          Object.entries(daysAgo).map(([column, days]) => [
            column,
            databaseNowPlus(grants.knex, -days * DAY),
          ]),
        ),
      );
  }

  it('renews a used connection when half of its lifetime is over, and not before', async () => {
    const { alice, run } = await start('singleUse');
    expect(await run()).toBe(0);
    await set(alice, { refresh_token_received_at: 3.4 });
    expect(await run()).toBe(0);
    await set(alice, { refresh_token_received_at: 3.6 });
    expect(await run()).toBe(1);
    expect(await run()).toBe(0);
    expect(await grants.row(alice)).toMatchObject({ generation: 2 });
  });

  it('leaves those alone that nobody used for a month, and does not count as use', async () => {
    const { alice, run } = await start('singleUse');
    await set(alice, { refresh_token_received_at: 4, used_at: 31 });
    expect(await run()).toBe(0);
    await set(alice, { used_at: 29 });
    const { used_at: before } = await grants.row(alice);
    expect(await run()).toBe(1);
    expect((await grants.row(alice)).used_at).toBe(before);
  });

  it('does not try again where no new refresh token came', async () => {
    const { alice, run } = await start('multiUse');
    await set(alice, { refresh_token_received_at: 4 });
    expect(await run()).toBe(1);
    await set(alice, { refreshed_at: 0.01 });
    expect(await run()).toBe(0);
  });

  /** Alice and twenty others, all due. */
  async function startMany() {
    const { alice, run, now } = await start('singleUse');
    const others = [];
    for (let i = 0; i < 20; i++) {
      others.push(await grants.connect(`user:default/user-${i}`));
    }
    for (const holder of [alice, ...others]) {
      await set(holder, { refresh_token_received_at: 4 });
    }
    return { run, now };
  }

  it('leaves those alone whose session ends anyway', async () => {
    const { alice, run } = await start('singleUse', {
      sessionLifetimeDays: 30,
    });
    await set(alice, { refresh_token_received_at: 4, connected_at: 31 });
    expect(await run()).toBe(0);
    await set(alice, { connected_at: 29 });
    expect(await run()).toBe(1);
  });

  it('can be cut off half way, and the next run does the rest', async () => {
    const { run } = await startMany();
    const controller = new AbortController();
    grants.knex.on('query', ({ sql }) => {
      if (/^update/.test(sql)) {
        controller.abort();
      }
    });
    const done = await run(controller.signal);
    expect(done).toBeGreaterThan(0);
    expect(done).toBeLessThanOrEqual(8);
    expect(await run()).toBe(21 - done);
    expect(await run()).toBe(0);
    expect(await grants.knex('grants').whereNot('generation', 2)).toHaveLength(
      0,
    );
  });

  it('stops half way when an admin pauses it, and does the rest afterwards', async () => {
    const { run, now } = await startMany();
    grants.knex.once('query', () => {
      now.paused = {};
    });
    expect(await run()).toBe(0);
    delete now.paused;
    grants.knex.on('query', ({ sql }) => {
      if (/^update/.test(sql)) {
        now.paused = {};
      }
    });
    const done = await run();
    expect(done).toBeGreaterThan(0);
    expect(done).toBeLessThanOrEqual(8);
    grants.knex.removeAllListeners('query');
    delete now.paused;
    expect(await run()).toBe(21 - done);
  });

  it.each<[string, Fault]>([
    [
      'an answer that nobody understands',
      { kind: 'status', status: 400, body: { error: 'weather' } },
    ],
    ['nonsense', { kind: 'status', status: 200, body: '<html>' }],
    [
      'scopes that are not assigned',
      {
        kind: 'status',
        status: 400,
        body: {
          error: 'access_denied',
          error_description: 'Scopes x are not assigned',
        },
      },
    ],
    ['a refusal of one of them', { kind: 'status', status: 403 }],
  ])('goes on with the others after %s', async (_, fault) => {
    const { run } = await startMany();
    grants.simulator.faults.next('token', fault);
    expect(await run()).toBe(21);
    expect(await grants.knex('grants').where('generation', 2)).toHaveLength(20);
  });

  it.each<[string, Fault]>([
    ['that asks to slow down', { kind: 'status', status: 429 }],
    [
      'with an app connection that is rejected',
      { kind: 'status', status: 401, body: { error: 'invalid_client' } },
    ],
    [
      'that does not let in the network of the portal',
      { kind: 'status', status: 403, body: 'blocked by Databricks IP ACL' },
    ],
    ['that closes connections', { kind: 'drop' }],
  ])('leaves a workspace alone %s', async (_, fault) => {
    const { run } = await startMany();
    grants.simulator.faults.next('token', fault, 100);
    expect(await run()).toBeLessThanOrEqual(8);
  });

  it('leaves a workspace alone that does not answer', async () => {
    const { run } = await startMany();
    grants.simulator.faults.next('token', { kind: 'status', status: 503 }, 100);
    expect(await run()).toBeLessThanOrEqual(8);
    grants.simulator.faults.clear();
    await grants.endPause();
    expect(await run()).toBe(21);
  });
});
