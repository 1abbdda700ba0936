import { databaseOn } from '../databases/databaseOn';
import { startPostgres, type PostgresServer } from '../databases/startPostgres';
import { readFrontendConfig } from './readFrontendConfig';
import { startBackendProcess } from './startBackendProcess';

jest.setTimeout(180_000);

describe('a backend process on PostgreSQL', () => {
  let postgres: PostgresServer;
  beforeAll(async () => {
    postgres = await startPostgres();
  });
  afterAll(() => postgres?.stop());

  it('shows alice her fabrics, tells what it did, and stops when it is asked to', async () => {
    const backend = await startBackendProcess({
      database: databaseOn(postgres, 'process'),
      leaveOut: ['notifications', 'signals', 'user-settings'],
      config: { organization: { name: 'Another company' } },
      env: { LOG_LEVEL: 'debug', DATABRICKS_DEMO_LOG_FORMAT: 'json' },
    });
    try {
      const fabrics = await backend.client.request('/api/databricks/fabrics', {
        as: 'alice',
      });
      expect(fabrics.status).toBe(200);
      expect(
        JSON.parse(fabrics.body).items.map(
          (fabric: { name: string }) => fabric.name,
        ),
      ).toEqual([
        'analytics-dev',
        'analytics-prod',
        'churn-training',
        'orders-studio',
        'orders-nightly',
        'company-reports',
      ]);
      expect(backend.client.responses).toEqual([fabrics]);

      const logged = backend
        .logs()
        .split('\n')
        .filter(line => line.startsWith('{'))
        .map(line => JSON.parse(line));
      expect(logged).toContainEqual(
        expect.objectContaining({ level: 'debug' }),
      );

      const frontendConfig = await readFrontendConfig(backend.configFiles);
      const sections = frontendConfig.flatMap(({ data }) => Object.keys(data));
      expect(sections).toEqual(expect.arrayContaining(['organization']));
      expect(sections).not.toContain('databricks');
    } finally {
      await expect(backend.stop()).resolves.toBe(0);
    }
    await expect(fetch(backend.url)).rejects.toThrow();
  });
});
