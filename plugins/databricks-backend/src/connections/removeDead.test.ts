import { TestDatabases } from '@backstage/backend-test-utils';
import { databaseNowPlus } from '../database/databaseTime';
import { DatabaseSignInStore } from '../signIn/DatabaseSignInStore';
import { DatabaseConnectionUpkeepStore } from './DatabaseConnectionUpkeepStore';
import { startGrants } from '../grants/__testUtils__/startGrants';

jest.setTimeout(60_000);

const DAY = 24 * 60 * 60 * 1000;
const databases = TestDatabases.create({ ids: ['POSTGRES_18', 'SQLITE_3'] });
const goOn = () => new AbortController().signal;

describe.each(databases.eachSupportedId())('What is dead on %s', id => {
  it('is removed in batches, can be cut off, and is not missed', async () => {
    const grants = await startGrants({ knex: await databases.init(id) });
    const { knex } = grants;
    const upkeep = new DatabaseConnectionUpkeepStore(grants);
    const signIns = new DatabaseSignInStore(grants);
    const alice = await grants.connect();
    const row = await grants.row(alice);
    const appConnections = [
      alice.appConnection,
      {
        ...alice.appConnection,
        name: 'short',
        refreshTokenLifetimeDays: 90,
        sessionLifetimeDays: 30,
      },
    ];
    const ago = (days: number) => databaseNowPlus(knex, -days * DAY);
    const grant = (name: string, changes: object) =>
      knex('grants').insert({ ...row, id: name, owner: name, ...changes });
    const dead = { status: 'reconnect_required', used_at: ago(91) };
    await grant('dead', dead);
    await grant('ended-by-admin', { ...dead, reason_code: 'ended_by_admin' });
    await grant('dead-lately', { ...dead, used_at: ago(89) });
    // Their sign-in ended 91 days ago, or in one case their session
    const lapsed = {
      used_at: ago(91),
      connected_at: ago(200),
      refresh_token_received_at: ago(98),
    };
    await grant('lapsed', lapsed);
    await grant('lapsed-lately', {
      ...lapsed,
      refresh_token_received_at: ago(96),
    });
    await grant('lapsed-and-used', { ...lapsed, used_at: ago(89) });
    await grant('lapsed-elsewhere', { ...lapsed, app_connection: 'other' });
    await grant('session-over', {
      ...lapsed,
      app_connection: 'short',
      connected_at: ago(121),
      refresh_token_received_at: ago(92),
    });
    const principal = (name: string, changes: object) =>
      grant(name, {
        kind: 'servicePrincipal',
        app_connection: null,
        definition_hash: name,
        ...changes,
      });
    await principal('unused', {
      access_token_expires_at: ago(31),
    });
    await principal('rejected', {
      access_token_expires_at: null,
      connected_at: ago(31),
      retry_at: ago(1),
    });
    await principal('used', {
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
    await upkeep.removeDead(appConnections, controller.signal);
    expect(statements).toHaveLength(1);
    knex.removeAllListeners('query');

    await upkeep.removeDead(appConnections, goOn());
    const left = async (table: string) =>
      (await knex(table).select('id').orderBy('id')).map(it => it.id);
    expect(await left('ended_connections')).toEqual(['ended-1199']);
    expect((await left('grants')).sort()).toEqual(
      [
        row.id,
        'dead-lately',
        'ended-by-admin',
        'lapsed-and-used',
        'lapsed-elsewhere',
        'lapsed-lately',
        'rejected',
        'used',
      ].sort(),
    );
    expect(await upkeep.removeDead(appConnections, goOn())).toBe(0);

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
            'issuer',
            'app_connection',
            'client_id',
            'scopes',
            'display',
          ].map(column => [column, 'x']),
        ),
      });
    await signIn('old', ago(1.1));
    await signIn('young', ago(0.9));
    for (let i = 0; i < 600; i++) {
      await signIn(`old-${i}`, ago(1.1));
    }
    const cutOff = new AbortController();
    knex.on('query', () => cutOff.abort());
    expect(await signIns.removeOld(cutOff.signal)).toBe(500);
    knex.removeAllListeners('query');
    expect(await signIns.removeOld(goOn())).toBe(101);
    expect(await left('sign_ins')).toEqual(['young']);
    expect(await signIns.removeOld(goOn())).toBe(0);
    await grants.stop();
  });
});
