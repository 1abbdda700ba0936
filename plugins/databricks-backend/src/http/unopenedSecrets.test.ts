import { JsonObject } from '@backstage/types';
import {
  alice,
  bob,
  StartedPlugin,
  startPlugin,
} from '../__testUtils__/startPlugin';
import { Sealer } from '../encryption/Sealer';

describe('Pages that show a status', () => {
  let plugin: StartedPlugin;
  let opened: jest.SpyInstance;

  const put = async (path: string, body: JsonObject) => {
    const { status } = await plugin
      .as(bob)
      .put(`/api/databricks${path}`)
      .send(body);
    expect(status).toBe(201);
  };
  const get = async (user: string, path: string) => {
    const { status, body } = await plugin
      .as(user)
      .get(`/api/databricks${path}`);
    expect(status).toBe(200);
    return body;
  };

  beforeAll(async () => {
    plugin = await startPlugin();
    const { clientId } = (plugin.databricks.appConnections as JsonObject)
      .default as JsonObject;
    await put('/app-connections/stored', {
      clientId,
      clientSecret: 'app-connection-secret',
    });
    await put('/fabrics/reports', {
      type: 'sql',
      owner: 'group:default/analytics',
      workspaceUrl: plugin.simulator.url,
      warehouseId: 'abc123',
    });
    await put('/fabrics/reports/service-principal', {
      clientId: 'sp-nightly',
      clientSecret: 'sp-nightly-secret',
    });
    await plugin.connect(alice);
    await plugin.as(alice).post('/api/databricks/fabrics/nightly/test').send();
    opened = jest.spyOn(Sealer.prototype, 'open');
  });

  afterEach(() => opened.mockClear());

  afterAll(async () => {
    opened.mockRestore();
    await plugin.stop();
  });

  it('open no secret for it', async () => {
    const { items } = await get(alice, '/fabrics');
    expect(items).toHaveLength(5);
    expect(items).toEqual(
      expect.arrayContaining([
        expect.objectContaining({
          name: 'nightly',
          automation: expect.objectContaining({ status: 'ready' }),
        }),
        expect.objectContaining({
          name: 'reports',
          automation: expect.objectContaining({ name: 'sp-nightly' }),
        }),
      ]),
    );
    expect(await get(alice, '/fabrics/analytics-dev')).toMatchObject({
      connection: { status: 'connected' },
    });
    for (const name of ['nightly', 'reports']) {
      await get(alice, `/fabrics/${name}`);
    }
    const connected = { items: [{ status: 'connected' }] };
    expect(await get(alice, '/connections')).toMatchObject(connected);
    expect(await get(bob, '/admin/connections')).toMatchObject(connected);
    const settings = await get(bob, '/settings');
    expect(
      settings.appConnections.map((it: { name: string }) => it.name),
    ).toEqual(['default', 'stored']);
    expect(opened).not.toHaveBeenCalled();
  });

  it('open the secrets of definitions once they have changed', async () => {
    await plugin.knex('definitions').increment('version');
    await get(bob, '/settings');
    expect(opened).toHaveBeenCalledTimes(2);
    await get(bob, '/settings');
    expect(opened).toHaveBeenCalledTimes(2);
  });
});
