import { TestDatabases } from '@backstage/backend-test-utils';
import { databaseNowPlus } from '../database/databaseTime';
import { removeOldSignIns } from '../signIn';
import { Settings } from '../settings';
import {
  startGrants,
  TestGrants,
  UserHolder,
} from './__testUtils__/startGrants';
import { DatabaseKeepAliveStore } from './DatabaseKeepAliveStore';
import { KeepAlive } from './KeepAlive';
import { removeDeadGrants } from './removeDeadGrants';

jest.setTimeout(60_000);

const DAY = 24 * 60 * 60 * 1000;
const databases = TestDatabases.create({ ids: ['POSTGRES_18', 'SQLITE_3'] });
const goOn = () => new AbortController().signal;

describe.each(databases.eachSupportedId())('Keep-alive on %s', id => {
  let grants: TestGrants;

  afterEach(() => grants.stop());

  async function start(refreshTokens: 'singleUse' | 'multiUse') {
    grants = await startGrants({
      knex: await databases.init(id),
      simulator: { refreshTokens },
    });
    const alice = await grants.connect();
    const appConnections = new Map([['default', alice.appConnection]]);
    const keepAlive = KeepAlive.create({
      store: DatabaseKeepAliveStore.create(grants),
      settings: { current: () => ({ appConnections }) } as unknown as Settings,
      engine: grants.replica(),
    });
    const run = async () => {
      const before = grants.simulator.calls.token;
      await keepAlive.run(goOn());
      return grants.simulator.calls.token - before;
    };
    return { alice, run };
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

  it('leaves a workspace alone that does not answer', async () => {
    const { alice, run } = await start('singleUse');
    const others = [];
    for (let i = 0; i < 20; i++) {
      others.push(await grants.connect(`user:default/user-${i}`));
    }
    for (const holder of [alice, ...others]) {
      await set(holder, { refresh_token_received_at: 4 });
    }
    grants.simulator.faults.next('token', { kind: 'status', status: 503 }, 100);
    expect(await run()).toBeLessThanOrEqual(8);
    grants.simulator.faults.clear();
    await grants.endPause();
    expect(await run()).toBe(21);
  });
});

describe.each(databases.eachSupportedId())('What is dead on %s', id => {
  it('is removed in batches, can be cut off, and is not missed', async () => {
    const grants = await startGrants({ knex: await databases.init(id) });
    const { knex } = grants;
    const alice = await grants.connect();
    const row = await grants.row(alice);
    const ago = (days: number) => databaseNowPlus(knex, -days * DAY);
    const grant = (name: string, changes: object) =>
      knex('grants').insert({ ...row, id: name, owner: name, ...changes });
    const dead = { status: 'reconnect_required', used_at: ago(91) };
    await grant('dead', dead);
    await grant('dead-lately', { ...dead, used_at: ago(89) });
    await grant('unused', {
      kind: 'servicePrincipal',
      access_token_expires_at: ago(31),
    });
    await grant('used', {
      kind: 'servicePrincipal',
      access_token_expires_at: ago(1),
    });
    await knex.batchInsert(
      'ended_connections',
      Array.from({ length: 1_200 }, (_, i) => ({
        id: `ended-${i}`,
        user_entity_ref: 'x',
        ended_at: ago(i < 1_199 ? 31 : 29) as unknown as number,
      })),
      100,
    );
    const statements: string[] = [];
    const controller = new AbortController();
    knex.on('query', ({ sql }) => {
      statements.push(sql);
      controller.abort();
    });
    await removeDeadGrants(knex, [], controller.signal);
    expect(statements).toHaveLength(1);
    knex.removeAllListeners('query');

    await removeDeadGrants(knex, [], goOn());
    const left = async (table: string) =>
      (await knex(table).select('id').orderBy('id')).map(it => it.id);
    expect(await left('ended_connections')).toEqual(['ended-1199']);
    expect((await left('grants')).sort()).toEqual(
      [row.id, 'dead-lately', 'used'].sort(),
    );
    expect(await removeDeadGrants(knex, [], goOn())).toBe(0);

    const signIn = (name: string, expiresAt: unknown) =>
      knex('sign_ins').insert({
        id: name,
        state_hash: name,
        expires_at: expiresAt,
        created_at: 0,
        status: 'pending',
        ...Object.fromEntries(
          [
            'user_entity_ref',
            'browser_hash',
            'redirect_path',
            'redirect_uri',
            'fabric',
            'workspace_url',
            'app_connection',
            'client_id',
            'scopes',
            'display',
          ].map(column => [column, 'x']),
        ),
      });
    await signIn('old', ago(1.1));
    await signIn('young', ago(0.9));
    expect(await removeOldSignIns(knex, goOn())).toBe(1);
    expect(await left('sign_ins')).toEqual(['young']);
    await grants.stop();
  });
});
