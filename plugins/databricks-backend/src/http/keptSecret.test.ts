import { requests } from '../__testUtils__/requests';
import {
  alice,
  bob,
  StartedPlugin,
  startPlugin,
} from '../__testUtils__/startPlugin';

jest.setTimeout(60_000);

const ELSEWHERE = 'https://workspace.example.com';

describe('A kept client secret', () => {
  let plugin: StartedPlugin;
  const { get, post, put } = requests(() => plugin);

  beforeEach(async () => {
    plugin = await startPlugin({
      configure: config => ({ ...config, allowedHosts: ['.example.com'] }),
    });
  });

  afterEach(() => plugin.stop());

  const fabric = (workspaceUrl: string, more: object = {}) => ({
    type: 'sql',
    owner: 'group:default/analytics',
    workspaceUrl,
    warehouseId: 'abc123',
    ...more,
  });
  const asOwner = async (name: string, body: object, query = '') =>
    plugin
      .as(alice)
      .put(`/api/databricks/fabrics/${name}${query}`)
      .set('If-Match', (await get(`/fabrics/${name}`)).body.etag)
      .send(body);
  const test = (workspaceUrl: string) =>
    post('/app-connections/default/test', { workspaceUrl }, bob);

  it('goes to no host below a suffix of one’s own that a test of an admin names, until a fabric is there', async () => {
    const refused = await test(ELSEWHERE);
    expect([refused.status, refused.body.error]).toEqual([
      400,
      expect.objectContaining({
        code: 'invalid_request',
        message: expect.stringMatching(/^workspaceUrl: the kept secret/),
      }),
    ]);
    await put('/fabrics/there', fabric(ELSEWHERE)).expect(201);
    expect((await test(ELSEWHERE)).status).toBe(200);
    expect((await test('https://other.example.com')).status).toBe(400);
  });

  it('goes to no host that an owner team names, who learn that it is an admin’s to set', async () => {
    const { url } = plugin.simulator;
    await put('/fabrics/mine', fabric(url)).expect(201);
    for (const query of ['', '?dryRun=true']) {
      const moved = await asOwner('mine', fabric(ELSEWHERE), query);
      expect([moved.status, moved.body.error]).toEqual([
        403,
        expect.objectContaining({
          code: 'not_allowed',
          message: expect.stringMatching(/^workspaceUrl: only admins/),
        }),
      ]);
    }
    // An admin has led the service principal there, but no app connection
    const automatic = { type: 'prophecy', oauthType: 'm2m' };
    const { etag } = (await get('/fabrics/mine')).body;
    await put('/fabrics/mine', fabric(ELSEWHERE, automatic), etag).expect(200);
    const renamed = fabric(ELSEWHERE, { ...automatic, title: 'Mine' });
    expect((await asOwner('mine', renamed)).status).toBe(200);
    expect((await asOwner('mine', fabric(ELSEWHERE))).status).toBe(403);
    const moved = fabric('https://other.example.com', automatic);
    expect((await asOwner('mine', moved)).status).toBe(403);
    // Once an admin has led it there, its owners may change the rest, and lead others of their fabrics there
    await put('/fabrics/there', fabric(ELSEWHERE)).expect(201);
    expect((await asOwner('mine', fabric(ELSEWHERE))).status).toBe(200);
  });

  it('is not tested by a dry run at the workspace of another app connection, if that is below a suffix of one’s own', async () => {
    await plugin.stop();
    plugin = await startPlugin({
      configure: config => ({
        ...config,
        allowedHosts: ['.example.com'],
        appConnections: {},
        fabrics: { there: fabric(ELSEWHERE) },
      }),
    });
    const first = { clientId: 'first', clientSecret: 'canary-first' };
    const second = { clientId: 'second', clientSecret: 'canary-second' };
    await put('/app-connections/first', first).expect(201);
    await put('/app-connections/second', second).expect(201);
    const { appConnections } = (await get('/settings', bob)).body;
    const dryRun = await put(
      '/app-connections/second?dryRun=true',
      { clientId: 'second' },
      appConnections[1].etag,
    );
    expect(dryRun.body.checks).toEqual([
      expect.objectContaining({ id: 'definition' }),
      expect.objectContaining({
        id: 'client',
        message: expect.stringContaining('not tested'),
      }),
    ]);
  });
});
