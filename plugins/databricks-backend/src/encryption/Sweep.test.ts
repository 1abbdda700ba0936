import { mockServices, TestDatabases } from '@backstage/backend-test-utils';
import { Knex } from 'knex';
import { randomBytes, randomUUID } from 'node:crypto';
import { openDatabase } from '../database/migrate';
import { sealedTokens } from '../grants/DatabaseGrantStore';
import {
  DefinitionSecrets,
  sealedSecrets,
} from '../settings/DefinitionSecrets';
import { sealedVerifiers } from '../signIn/DatabaseSignInStore';
import { DatabaseSweepStore } from './DatabaseSweepStore';
import { keyIdOf, Sealer } from './Sealer';
import { Sweep, SweepResult } from './Sweep';

jest.setTimeout(60_000);

const databases = TestDatabases.create({ ids: ['POSTGRES_18', 'SQLITE_3'] });
const ROWS = 1_200;

const sealedTables = [sealedTokens, sealedVerifiers, sealedSecrets];

const k1 = randomBytes(32);
const k2 = randomBytes(32);
const old = new Sealer({ primaryKey: 'k1', keys: new Map([['k1', k1]]) });
const renewed = new Sealer({
  primaryKey: 'k2',
  keys: new Map([
    ['k1', k1],
    ['k2', k2],
  ]),
});

/** With the same keys, and the old one still the primary. */
const backward = new Sealer({
  primaryKey: 'k1',
  keys: new Map([
    ['k1', k1],
    ['k2', k2],
  ]),
});

function grantRow(sealer: Sealer, generation = 1) {
  const id = randomUUID();
  const bound = {
    id,
    kind: 'user' as const,
    owner: `user:default/${id}`,
    issuer: 'https://example.cloud.databricks.com',
    app_connection: 'default',
    definition_hash: null,
    client_id: 'client',
    databricks_user_id: '42',
    databricks_user_name: null,
  };
  const seal = (column: string) =>
    sealer.seal(
      'tokens',
      sealedTokens.place(bound, column),
      `${column} of ${id}`,
    );
  return {
    ...bound,
    scopes: 'all-apis',
    access_token: seal('access_token'),
    refresh_token: seal('refresh_token'),
    key_id: sealer.primaryKey,
    generation,
    status: 'connected',
    connected_at: 1,
  };
}

function open(
  sealer: Sealer,
  row: ReturnType<typeof grantRow>,
  column: 'access_token' | 'refresh_token',
) {
  return sealer.open('tokens', sealedTokens.place(row, column), row[column]);
}

describe.each(databases.eachSupportedId())('Re-encryption on %s', id => {
  let knex: Knex;
  const swept: SweepResult[] = [];

  beforeEach(async () => {
    swept.length = 0;
    knex = await databases.init(id);
    await openDatabase({
      database: mockServices.database({ knex }),
      logger: mockServices.logger.mock(),
    });
  });

  afterEach(() => knex.destroy());

  function sweepWith(sealer: Sealer, startedAt?: number) {
    const store = new DatabaseSweepStore({ knex, tables: sealedTables });
    const logger = mockServices.logger.mock();
    const onSwept = (result: SweepResult) => swept.push(result);
    return new Sweep({
      store,
      sealer,
      logger,
      onSwept,
      startedAt,
    });
  }

  /** What was read of the table of tokens since the last call. */
  function watchReads(): () => string[] {
    let queries: string[] = [];
    knex.on('query', ({ sql }: { sql: string }) => queries.push(sql));
    return () => {
      const reads = queries.filter(it => /from ["`]grants["`]/.test(it));
      queries = [];
      return reads;
    };
  }

  it('moves everything under the primary key, while rows change, and goes on after it was stopped', async () => {
    const rows = Array.from({ length: ROWS }, () => grantRow(old));
    await knex.batchInsert('grants', rows, 50);
    const stopped = new AbortController();
    stopped.abort();
    await sweepWith(renewed).run(stopped.signal);
    const half = await sweepWith(renewed).overview();
    const left = half.keys.find(it => it.id === 'k1')!.values;
    expect(left).toBeGreaterThan(0);
    expect(left).toBeLessThan(ROWS * 2);

    const changed = rows[ROWS - 1];
    await knex('grants').where({ id: changed.id }).update({ generation: 2 });
    await sweepWith(renewed).run();

    const after = await sweepWith(renewed).overview();
    expect(after).toEqual({
      primaryKey: 'k2',
      keys: [
        { id: 'k1', available: true, values: 0 },
        { id: 'k2', available: true, values: ROWS * 2 },
      ],
      sweep: { state: 'idle', done: left, total: left, failed: 0 },
    });
    const done = ROWS * 2 - left;
    expect(swept).toEqual([
      { primaryKey: 'k2', done, failed: 0, finished: false },
      { primaryKey: 'k2', done: left, failed: 0, finished: true },
    ]);
    for (const row of await knex('grants').select()) {
      expect(keyIdOf(row.access_token)).toBe('k2');
      expect(open(renewed, row, 'access_token')).toBe(
        `access_token of ${row.id}`,
      );
      expect(open(renewed, row, 'refresh_token')).toBe(
        `refresh_token of ${row.id}`,
      );
    }
  });

  it('leaves a row that changed between reading and writing as it was written', async () => {
    const row = grantRow(old);
    await knex('grants').insert(row);
    const store = new DatabaseSweepStore({ knex, tables: sealedTables });
    const other = grantRow(old);
    await knex('grants').insert(other);
    const rows = await store.rowsUnder(sealedTables[0], 'k1', undefined, 10);
    // By a replica whose primary key is still the old one
    const newer = { access_token: 'newer', generation: 2, key_id: 'k1' };
    await knex('grants').where({ id: row.id }).update(newer);
    const values = { access_token: 'a', refresh_token: 'r', key_id: 'k2' };
    const written = await store.write(
      sealedTables[0],
      rows.map(it => ({ row: it, values })),
    );
    expect(written).toEqual([{ id: other.id }]);
    const after = (it: { id: string }) => knex('grants').where(it).first();
    expect(await after({ id: row.id })).toMatchObject(newer);
    expect(await after({ id: other.id })).toMatchObject(values);
  });

  it('moves secrets of definitions too, and of a row whatever is there', async () => {
    const holder = {
      kind: 'appConnection' as const,
      name: 'main',
      definition: { clientId: 'client' },
    };
    const { sealed } = new DefinitionSecrets({ sealer: old }).seal(
      holder,
      'secret',
    );
    await knex('definitions').insert({
      ...holder,
      definition: JSON.stringify(holder.definition),
      client_secret: sealed,
      key_id: 'k1',
      version: 3,
      created_at: 1,
      updated_at: 1,
      updated_by: 'user:default/bob',
    });
    const withoutRefreshToken = { ...grantRow(old), refresh_token: null };
    await knex('grants').insert(withoutRefreshToken);
    await sweepWith(renewed).run();
    const secret = await knex('definitions').first();
    expect([secret.key_id, secret.version]).toEqual(['k2', 3]);
    expect(
      new DefinitionSecrets({ sealer: renewed }).open(
        holder,
        secret.client_secret,
      ),
    ).toEqual({ clientSecret: 'secret' });
    const grant = await knex('grants').first();
    expect([grant.key_id, grant.refresh_token]).toEqual(['k2', null]);
    expect(swept).toMatchObject([{ done: 2, failed: 0 }]);
  });

  it('counts and keeps what it cannot open, and a missing key is named with its values', async () => {
    const kept = grantRow(old);
    await knex('grants').insert(kept);
    const broken = { ...grantRow(old), refresh_token: 'dbx1.k1.broken' };
    await knex('grants').insert(broken);
    await sweepWith(renewed).run();
    const { sweep } = await sweepWith(renewed).overview();
    expect(sweep).toMatchObject({ done: 2, failed: 2, total: 4 });
    const again = sweepWith(renewed);
    await again.run();
    const looked = watchReads();
    await again.run();
    expect(looked()).toEqual([]);
    expect(swept).toHaveLength(1);
    expect(
      (await knex('grants').where({ id: broken.id }).first()).access_token,
    ).toBe(broken.access_token);

    const without = new Sealer({
      primaryKey: 'k3',
      keys: new Map([['k3', randomBytes(32)]]),
    });
    const reads = watchReads();
    await sweepWith(without).run();
    expect(reads()).toEqual([]);
    expect((await sweepWith(without).overview()).keys).toEqual([
      { id: 'k1', available: false, values: 2 },
      { id: 'k2', available: false, values: 2 },
      { id: 'k3', available: true, values: 0 },
    ]);
    expect(
      open(
        renewed,
        await knex('grants').where({ id: kept.id }).first(),
        'access_token',
      ),
    ).toBe(`access_token of ${kept.id}`);
  });

  it('is done by one at a time', async () => {
    await knex.batchInsert(
      'grants',
      Array.from({ length: 20 }, () => grantRow(old)),
      20,
    );
    const store = new DatabaseSweepStore({ knex, tables: sealedTables });
    const claim = { keyId: 'k2', total: 40 };
    expect(await store.claim('first', claim)).toBe(true);
    expect(await store.claim('second', claim)).toBe(false);
    await sweepWith(renewed).run();
    const { keys, sweep } = await sweepWith(renewed).overview();
    expect(keys[0].values).toBe(40);
    expect(sweep.state).toBe('running');
    expect(
      await store.report('second', { done: 1, failed: 0, finished: true }),
    ).toBe(false);
  });

  it('goes to the key of the replica that started last, unless an admin asks another', async () => {
    await knex('grants').insert(grantRow(old));
    const now = performance.now();
    const before = sweepWith(backward, now - 2_000);
    const after = sweepWith(renewed, now - 1_000);
    const keyId = async () => (await knex('grants').first()).key_id;
    await after.run();
    expect(await keyId()).toBe('k2');
    await before.run();
    expect(await keyId()).toBe('k2');
    await before.runNow();
    expect(await keyId()).toBe('k1');
    await after.run();
    expect(await keyId()).toBe('k1');
    await sweepWith(renewed, performance.now() + 1_000).run();
    expect(await keyId()).toBe('k2');
  });
});
