import { TestDatabases } from '@backstage/backend-test-utils';
import { DatabaseConnectionStore } from '../connections/DatabaseConnectionStore';
import { Sealer } from '../encryption/Sealer';
import { DatabaseGrantStore } from './DatabaseGrantStore';
import { TokenVault } from './TokenVault';
import { codeOf } from './__testUtils__/codeOf';
import { eventually } from './__testUtils__/eventually';
import {
  startGrants,
  TestGrants,
  UserHolder,
} from './__testUtils__/startGrants';

jest.setTimeout(60_000);

const databases = TestDatabases.create({ ids: ['POSTGRES_18', 'SQLITE_3'] });

describe.each(databases.eachSupportedId())(
  'Tokens that do not open on %s',
  id => {
    let grants: TestGrants;
    let alice: UserHolder;
    let before: Record<string, unknown>;

    beforeEach(async () => {
      grants = await startGrants({ knex: await databases.init(id) });
      alice = await grants.connect();
      before = await grants.row(alice);
    });

    afterEach(() => grants.stop());

    const write = (columns: object) =>
      grants.knex('grants').where({ id: before.id }).update(columns);
    const isNoted = async () =>
      (await grants.row(alice)).unreadable_at !== null;
    const isNotNoted = async () => !(await isNoted());
    const unreadable = async () => {
      const { connections } = await grants.store.list({ user: alice.owner });
      return connections[0].unreadable;
    };

    it.each(['access_token', 'refresh_token'])(
      'are noted once when the %s is wanted, and until both open again',
      async column => {
        const other =
          column === 'access_token' ? 'refresh_token' : 'access_token';
        await write({ [column]: before[other] });
        await grants.age(alice, -1);
        expect(await unreadable()).toBeUndefined();
        const engine = grants.replica();
        const calls = grants.simulator.calls.token;
        expect(await codeOf(engine.token(alice))).toBe(
          'credentials_unreadable',
        );
        await eventually(isNoted);
        expect(await unreadable()).toBe('unreadable');
        const { unreadable_at: noted } = await grants.row(alice);

        const statements: string[] = [];
        grants.knex.on('query', ({ sql }) => statements.push(sql));
        expect(await codeOf(engine.token(alice))).toBe(
          'credentials_unreadable',
        );
        expect(statements).toEqual([expect.stringMatching(/^select/)]);
        grants.knex.removeAllListeners('query');
        expect(grants.simulator.calls.token).toBe(calls);

        await write({ [column]: before[column] });
        await grants.age(alice, 3_600_000);
        expect((await grants.row(alice)).unreadable_at).toBe(noted);
        expect((await engine.token(alice)).source).toBe('database');
        await eventually(isNotNoted);
        expect(await unreadable()).toBeUndefined();
      },
    );

    it('stay noted while an access token opens and the refresh token does not', async () => {
      await write({ refresh_token: before.access_token, unreadable_at: 1 });
      const statements: string[] = [];
      grants.knex.on('query', ({ sql }) => statements.push(sql));
      expect((await grants.replica().token(alice)).source).toBe('database');
      await grants.replica().stop();
      grants.knex.removeAllListeners('query');
      expect(statements).toEqual([expect.stringMatching(/^select/)]);
      expect(await unreadable()).toBe('unreadable');
    });

    it('are replaced by the next sign-in, and by a renewal', async () => {
      await write({ unreadable_at: 1 });
      await grants.connect();
      expect(await unreadable()).toBeUndefined();
      await write({ unreadable_at: 1 });
      await grants.replica().renew(alice);
      expect(await unreadable()).toBeUndefined();
    });

    it('are noted of the tokens that were read, and not of newer ones', async () => {
      const store = new DatabaseGrantStore(grants);
      const read = (await store.read(alice))!;
      await grants.connect();
      await store.noteReadable(read, false);
      expect(await isNoted()).toBe(false);
      const newer = (await store.read(alice))!;
      await store.noteReadable(newer, false);
      expect(await isNoted()).toBe(true);
      await store.noteReadable(read, true);
      expect(await isNoted()).toBe(true);
    });

    it('of a key that is not configured are known by its id, and nothing is noted', async () => {
      const keys = new Map([['k2', Buffer.alloc(32, 2)]]);
      const sealer = new Sealer({ primaryKey: 'k2', keys });
      const engine = grants.replica(undefined, { sealer });
      expect(await codeOf(engine.token(alice))).toBe(
        'encryption_key_unavailable',
      );
      const store = new DatabaseConnectionStore({ ...grants, sealer });
      const { connections } = await store.list({ user: alice.owner });
      expect(connections[0].unreadable).toBe('key_unavailable');
      expect(await unreadable()).toBeUndefined();
      expect(await isNoted()).toBe(false);
    });

    it('let nobody wait for the note, nor fail by it', async () => {
      const store = new DatabaseGrantStore(grants);
      await write({ access_token: before.refresh_token });
      const grant = (await store.read(alice))!;
      const open = (noteReadable: () => Promise<void>) => () =>
        new TokenVault({
          sealer: grants.sealer,
          store: { noteReadable },
        }).accessToken(grant, alice);
      for (const note of [
        () => new Promise<void>(() => {}),
        () => Promise.reject(new Error('The database is away')),
      ]) {
        expect(open(note)).toThrow(
          expect.objectContaining({ code: 'credentials_unreadable' }),
        );
      }
    });
  },
);
