import { mockServices, TestDatabases } from '@backstage/backend-test-utils';
import { stallWrites } from '../__testUtils__/stallWrites';
import { openDatabase, withDeadline } from '../database';
import { DatabasePauseStore } from './DatabasePauseStore';

jest.setTimeout(60_000);

const databases = TestDatabases.create({ ids: ['POSTGRES_18', 'SQLITE_3'] });

describe.each(databases.eachSupportedId())('A pause on %s', id => {
  it('neither begins nor ends after the admin was told that it did not, however long the database stalls', async () => {
    const knex = await openDatabase({
      database: mockServices.database({ knex: await databases.init(id) }),
      logger: mockServices.logger.mock(),
    });
    const pauses = new DatabasePauseStore({ knex });
    const by = 'user:default/bob';
    const refused = { code: 'unavailable' };

    let goOn = await stallWrites(knex);
    await expect(pauses.begin({ by })).rejects.toMatchObject(refused);
    await goOn();
    expect(await pauses.read()).toBe(undefined);

    const pause = await pauses.begin({ by, reason: 'A leak' });
    goOn = await stallWrites(knex);
    await expect(pauses.end()).rejects.toMatchObject(refused);
    await goOn();
    expect(await pauses.read()).toEqual(pause);
    await pauses.end();
    expect(await pauses.read()).toBe(undefined);
    await knex.destroy();
  });

  // SQLite has one connection: who holds it has locked everything
  if (id !== 'SQLITE_3') {
    it('that cannot be read for a lock keeps no connection from others', async () => {
      const knex = await openDatabase({
        database: mockServices.database({ knex: await databases.init(id) }),
        logger: mockServices.logger.mock(),
      });
      const pauses = new DatabasePauseStore({ knex });
      const other = await knex.transaction();
      await other.raw('lock table pauses in access exclusive mode');
      const reads = Array.from({ length: knex.client.pool.max }, () =>
        pauses.read(),
      );
      for (const read of await Promise.allSettled(reads)) {
        expect(read).toMatchObject({ reason: { code: 'unavailable' } });
      }
      await withDeadline(knex('definitions').first());
      await other.rollback();
      await knex.destroy();
    });
  }
});
