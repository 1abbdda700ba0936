import { databaseOn } from '../databases/databaseOn';
import { startPostgres, type PostgresServer } from '../databases/startPostgres';
import { startReplicas } from './startReplicas';

jest.setTimeout(180_000);

describe('replicas on one PostgreSQL', () => {
  let postgres: PostgresServer;
  beforeAll(async () => {
    postgres = await startPostgres();
  });
  afterAll(() => postgres?.stop());

  it('accept the tokens that one of them issued, and outlive its sudden end', async () => {
    const [first, second] = await startReplicas(2, {
      database: databaseOn(postgres, 'replicas'),
    });
    try {
      const token = await first.client.token('alice');
      const whoAmI = () =>
        second.client.request('/api/databricks/fabrics', {
          headers: { authorization: `Bearer ${token}` },
        });
      expect((await whoAmI()).status).toBe(200);

      await first.kill();
      expect((await whoAmI()).status).toBe(200);

      const forged = await second.client.request('/api/databricks/fabrics', {
        headers: { authorization: `Bearer ${token.slice(0, -8)}AAAAAAAA` },
      });
      expect(forged.status).toBe(401);
    } finally {
      await first.kill();
      await second.stop();
    }
  });
});
