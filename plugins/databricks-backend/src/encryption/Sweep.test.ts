import { mockServices, TestDatabases } from '@backstage/backend-test-utils';
import { Knex } from 'knex';
import { randomBytes, randomUUID } from 'node:crypto';
import { openDatabase } from '../database/migrate';
import { sealedTables } from '../sealedTables';
import { DatabaseSweepStore } from './DatabaseSweepStore';
import { keyIdOf, Sealer } from './Sealer';
import { Sweep } from './Sweep';

jest.setTimeout(60_000);

const databases = TestDatabases.create({ ids: ['POSTGRES_18', 'SQLITE_3'] });
const ROWS = 1_200;

const k1 = randomBytes(32);
const k2 = randomBytes(32);
const old = Sealer.create({ primaryKey: 'k1', keys: new Map([['k1', k1]]) });
const renewed = Sealer.create({
  primaryKey: 'k2',
  keys: new Map([
    ['k1', k1],
    ['k2', k2],
  ]),
});

function grantRow(sealer: Sealer, generation = 1) {
  const id = randomUUID();
  const owner = `user:default/${id}`;
  const seal = (column: string) =>
    sealer.seal(
      'tokens',
      { table: 'grants', column, rowId: id, owner },
      `${column} of ${id}`,
    );
  return {
    id,
    kind: 'user',
    owner,
    workspace_url: 'https://example.cloud.databricks.com',
    app_connection: 'default',
    client_id: 'client',
    scopes: 'all-apis',
    access_token: seal('access_token'),
    refresh_token: seal('refresh_token'),
    key_id: sealer.primaryKey,
    generation,
    status: 'connected',
    connected_at: 1,
  };
}

function open(sealer: Sealer, row: Record<string, string>, column: string) {
  return sealer.open(
    'tokens',
    { table: 'grants', column, rowId: row.id, owner: row.owner },
    row[column],
  );
}

describe.each(databases.eachSupportedId())('Re-encryption on %s', id => {
  let knex: Knex;

  beforeEach(async () => {
    knex = await databases.init(id);
    await openDatabase({
      database: mockServices.database({ knex }),
      logger: mockServices.logger.mock(),
    });
  });

  afterEach(() => knex.destroy());

  function sweepWith(sealer: Sealer) {
    const store = DatabaseSweepStore.create({ knex, tables: sealedTables });
    const logger = mockServices.logger.mock();
    return Sweep.create({ store, tables: sealedTables, sealer, logger });
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
    await knex('encryption_sweeps').update({ lease_until: 0 });
    await sweepWith(renewed).run();

    const after = await sweepWith(renewed).overview();
    expect(after).toEqual({
      primaryKey: 'k2',
      keys: [
        { id: 'k1', available: true, values: 0 },
        { id: 'k2', available: true, values: ROWS * 2 },
      ],
      sweep: { running: false, done: left, total: left, failed: 0 },
    });
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
    const store = DatabaseSweepStore.create({ knex, tables: sealedTables });
    const [read] = await store.rowsNotUnder(
      sealedTables[0],
      'k2',
      undefined,
      10,
    );
    const newer = { access_token: 'newer', generation: 2, key_id: 'k2' };
    await knex('grants').where({ id: row.id }).update(newer);
    const written = await store.write(sealedTables[0], [
      { row: read, values: { access_token: 'older' } },
    ]);
    expect(written).toBe(0);
    expect(await knex('grants').first()).toMatchObject(newer);
  });

  it('counts and keeps what it cannot open, and a missing key is named with its values', async () => {
    const kept = grantRow(old);
    await knex('grants').insert(kept);
    const broken = { ...grantRow(old), refresh_token: 'dbx1.k1.broken' };
    await knex('grants').insert(broken);
    await sweepWith(renewed).run();
    const { sweep } = await sweepWith(renewed).overview();
    expect(sweep).toMatchObject({ done: 2, failed: 2, total: 4 });
    expect(
      (await knex('grants').where({ id: broken.id }).first()).access_token,
    ).toBe(broken.access_token);

    const without = Sealer.create({
      primaryKey: 'k3',
      keys: new Map([['k3', randomBytes(32)]]),
    });
    await sweepWith(without).run();
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
    const store = DatabaseSweepStore.create({ knex, tables: sealedTables });
    expect(await store.claim('first', 'k2', 40)).toBe(true);
    expect(await store.claim('second', 'k2', 40)).toBe(false);
    await sweepWith(renewed).run();
    const { keys, sweep } = await sweepWith(renewed).overview();
    expect(keys[0].values).toBe(40);
    expect(sweep.running).toBe(true);
    expect(
      await store.report('second', { done: 1, failed: 0, finished: true }),
    ).toBe(false);
  });
});
