import { TestDatabases } from '@backstage/backend-test-utils';
import {
  alice,
  bob,
  StartedPlugin,
  startPlugin,
} from '../__testUtils__/startPlugin';

jest.setTimeout(60_000);

const databases = TestDatabases.create({ ids: ['POSTGRES_18', 'SQLITE_3'] });

describe.each(databases.eachSupportedId())(
  'A connection that its user has ended on %s',
  databaseId => {
    let plugin: StartedPlugin;

    beforeAll(async () => {
      plugin = await startPlugin({ databases: { databases, id: databaseId } });
    });

    afterAll(async () => {
      await plugin.stop();
    });

    it('may be ended again by its user, and is unknown to everybody else', async () => {
      await plugin.connect(alice);
      const [{ id }] = await plugin.knex('grants');
      const end = async (user: string) => {
        const url = `/api/databricks/connections/${id}`;
        const { status, body } = await plugin.as(user).delete(url);
        return { status, body };
      };
      const unknown = await end(bob);
      expect(unknown.status).toBe(404);
      const ended = await end(alice);
      expect(ended.status).toBe(200);
      expect(await end(alice)).toEqual(ended);
      expect(await end(bob)).toEqual(unknown);
    });
  },
);
