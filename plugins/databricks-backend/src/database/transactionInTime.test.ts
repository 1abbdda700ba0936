import { TestDatabases } from '@backstage/backend-test-utils';
import { Knex } from 'knex';
import { STALLED_TABLES, stallWrites } from '../__testUtils__/stallWrites';
import { DatabricksServiceError } from '../errors';
import { eventually } from '../grants/__testUtils__/eventually';
import { transactionInTime } from './transactionInTime';

jest.setTimeout(60_000);

const databases = TestDatabases.create({ ids: ['POSTGRES_18', 'SQLITE_3'] });

describe.each(databases.eachSupportedId())('A change on %s', id => {
  let knex: Knex;

  beforeEach(async () => {
    knex = await databases.init(id);
    for (const table of STALLED_TABLES) {
      await knex.schema.createTable(table, it => it.string('id').primary());
    }
  });

  const insert = async (trx: Knex.Transaction) => {
    await trx('sign_ins').insert({ id: 'new' });
    return 'inserted';
  };

  const codeOf = (work: Promise<unknown>) =>
    work.then(
      () => 'done',
      (error: DatabricksServiceError) => error.code,
    );

  it('is made when the database answers, and errors pass', async () => {
    expect(await transactionInTime(knex, insert)).toBe('inserted');
    expect(await knex('sign_ins')).toEqual([{ id: 'new' }]);
    const refusal = new DatabricksServiceError('too_many_requests');
    await expect(
      transactionInTime(knex, async () => {
        throw refusal;
      }),
    ).rejects.toBe(refusal);
  });

  it('that was told to have failed while the database stalled is not made later', async () => {
    const goOn = await stallWrites(knex);
    expect(await codeOf(transactionInTime(knex, insert))).toBe('unavailable');
    await goOn();
    expect(await knex('sign_ins')).toEqual([]);
  });

  it('that was told to have failed between two of its statements is not made later', async () => {
    let goOn = () => {};
    const stalled = new Promise<void>(resolve => (goOn = resolve));
    const change = transactionInTime(knex, async trx => {
      await insert(trx);
      await stalled;
    });
    expect(await codeOf(change)).toBe('unavailable');
    goOn();
    const { pool } = knex.client;
    await eventually(async () => pool.numUsed() === 0);
    expect(await knex('sign_ins')).toEqual([]);
  });

  // Nothing is on its way to SQLite: it is no server
  if (id !== 'SQLITE_3') {
    it('that waits for a lock keeps no connection from others once it was told to have failed', async () => {
      const { pool } = knex.client;
      const goOn = await stallWrites(knex);
      const used = pool.numUsed();
      expect(await codeOf(transactionInTime(knex, insert))).toBe('unavailable');
      await eventually(async () => pool.numUsed() === used);
      await goOn();
    });

    it('whose commit gets stuck on its way is not made later', async () => {
      let goOn = () => {};
      const stalled = new Promise<void>(resolve => (goOn = resolve));
      const commits: unknown[] = [];
      const change = transactionInTime(knex, async trx => {
        const { client } = trx;
        const query = client.query.bind(client);
        client.query = async (connection: unknown, statement: unknown) => {
          const { sql = statement } = statement as { sql?: unknown };
          if (String(sql).startsWith('COMMIT')) {
            commits.push(sql);
            await stalled;
          }
          return query(connection, statement);
        };
        await insert(trx);
      });
      expect(await codeOf(change)).toBe('unavailable');
      expect(commits).toHaveLength(1);
      goOn();
      const { pool } = knex.client;
      await eventually(async () => pool.numUsed() === 0);
      expect(await knex('sign_ins')).toEqual([]);
    });
  }
});
