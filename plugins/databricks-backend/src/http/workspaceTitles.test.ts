import {
  alice,
  bob,
  StartedPlugin,
  startPlugin,
} from '../__testUtils__/startPlugin';

jest.setTimeout(60_000);

describe('What people read of a workspace', () => {
  let plugin: StartedPlugin;

  beforeAll(async () => {
    plugin = await startPlugin();
    await plugin.connect(alice);
  });

  afterAll(() => plugin.stop());

  /** Every title of a workspace that the routes show. */
  async function shown(): Promise<Set<string>> {
    const get = async (path: string, user = alice) =>
      (await plugin.as(user).get(`/api/databricks${path}`).expect(200)).body;
    const { items, issuers } = await get('/fabrics');
    const fabric = await get('/fabrics/analytics-dev');
    const connections = await get('/connections');
    const all = await get('/admin/connections', bob);
    const holders = [
      ...issuers.map((it: { connection: object }) => it.connection),
      ...connections.items,
      ...all.items,
      fabric.connection,
    ];
    const titles = [
      ...[...items, fabric].map(it => it.workspace.title),
      ...issuers.map((it: { title: string }) => it.title),
      ...holders.map(it => it.issuer.title),
    ];
    expect(titles.length).toBeGreaterThanOrEqual(9);
    return new Set(titles);
  }

  it('is everywhere the title that app-config gives it, at once, else its host', async () => {
    const { url } = plugin.simulator;
    expect(await shown()).toEqual(new Set([new URL(url).host]));
    plugin.reconfigure({
      databricks: {
        ...plugin.databricks,
        workspaces: { sales: { title: 'Sales', url: `${url}/` } },
      },
    });
    expect(await shown()).toEqual(new Set(['Sales']));
  });
});
