import { mockServices, TestDatabases } from '@backstage/backend-test-utils';
import { openDatabase } from '../database';
import { DatabasePauseStore } from './DatabasePauseStore';

jest.setTimeout(60_000);

const databases = TestDatabases.create({ ids: ['POSTGRES_18', 'SQLITE_3'] });

describe.each(databases.eachSupportedId())('A pause on %s', id => {
  it('is not ended by what a stalled database carries out late, of an earlier one', async () => {
    const knex = await openDatabase({
      database: mockServices.database({ knex: await databases.init(id) }),
      logger: mockServices.logger.mock(),
    });
    const pauses = new DatabasePauseStore({ knex });
    const by = 'user:default/bob';
    const earlier = await pauses.begin({ by, reason: 'One' });
    await pauses.end(earlier);
    expect(await pauses.read()).toBe(undefined);

    await pauses.begin({ by, reason: 'Two' });
    await knex('pauses').increment('paused_at', 1_000);
    const later = await pauses.read();
    await pauses.end(earlier);
    expect(await pauses.read()).toEqual(later);
    await pauses.end(later!);
    expect(await pauses.read()).toBe(undefined);
    await knex.destroy();
  });
});
