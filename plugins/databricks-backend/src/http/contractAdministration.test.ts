import {
  adminConnectionListSchema,
  appConnectionSchema,
  checksStartedSchema,
  endedConnectionsSchema,
  fabricSchema,
  fabricDefinitionSchema,
  fabricListSchema,
  pauseStateSchema,
  removalSchema,
  rotationSchema,
  settingsSchema,
  testResultSchema,
} from '@backstage-databricks/plugin-databricks-common';
import { expectAnswer } from '../__testUtils__/expectAnswer';
import { requests } from '../__testUtils__/requests';
import {
  alice,
  bob,
  StartedPlugin,
  startPlugin,
} from '../__testUtils__/startPlugin';

const NEW_CLIENT = { clientId: 'another-client', clientSecret: 'canary-one' };

/** What the client of an admin gets that knows nothing but the contract. */
describe('the answer to admins of', () => {
  let plugin: StartedPlugin;
  const { get, post, put, remove } = requests(() => plugin);

  beforeAll(async () => {
    plugin = await startPlugin();
  });

  afterAll(() => plugin.stop());

  const sqlFabric = () => ({
    title: 'New',
    description: 'Made by a client',
    type: 'sql',
    owner: 'group:default/platform',
    workspaceUrl: plugin.simulator.url,
    warehouseId: 'abc123',
    catalog: 'main',
    schema: 'default',
  });

  it('everything about app connections', async () => {
    const path = '/app-connections/second';
    expectAnswer(
      await put(`${path}?dryRun=true`, NEW_CLIENT),
      200,
      testResultSchema,
    );
    const all = {
      ...NEW_CLIENT,
      title: 'Second',
      scopes: ['sql', 'offline_access'],
      refreshTokenLifetime: { hours: 36 },
      sessionLifetime: { days: 30 },
    };
    const made = expectAnswer(await put(path, all), 201, appConnectionSchema);
    expect(made.refreshTokenLifetime).toEqual({ days: 1.5 });
    const { clientSecret: _, ...rest } = all;
    const changed = expectAnswer(
      await put(path, { ...rest, clientSecret: null }, made.etag),
      200,
      appConnectionSchema,
    );
    expect(changed).toMatchObject({ public: true, hasClientSecret: false });
    const workspaceUrl = plugin.simulator.url;
    const tested = await post(`${path}/test`, { workspaceUrl }, bob);
    expectAnswer(tested, 200, testResultSchema);
    expectAnswer(await get('/settings', bob), 200, settingsSchema);
    expectAnswer(await remove(path, changed.etag), 200, removalSchema);
  });

  it('everything about fabrics and service principals', async () => {
    const path = '/fabrics/new';
    expectAnswer(
      await put(`${path}?dryRun=true`, sqlFabric()),
      200,
      testResultSchema,
    );
    const made = expectAnswer(
      await put(path, sqlFabric()),
      201,
      fabricDefinitionSchema,
    );
    const changed = expectAnswer(
      await put(path, { ...sqlFabric(), title: 'Newer' }, made.etag),
      200,
      fabricDefinitionSchema,
    );
    const principal = {
      clientId: 'sp-nightly',
      clientSecret: 'sp-nightly-secret',
      secretExpiresAt: '2099-12-31',
    };
    const ofPrincipal = `${path}/service-principal`;
    for (const secret of ['sp-nightly-secret', 'canary-wrong']) {
      const dryRun = await put(
        `${ofPrincipal}?dryRun=true`,
        { ...principal, clientSecret: secret },
        changed.etag,
      );
      expectAnswer(dryRun, 200, testResultSchema);
    }
    const first = await put(ofPrincipal, principal, changed.etag);
    expect([200, 201]).toContain(first.status);
    const { etag } = expectAnswer(first, first.status, fabricDefinitionSchema);
    const { clientId, clientSecret } = principal;
    const kept = expectAnswer(
      await put(ofPrincipal, { clientId, clientSecret }, etag),
      200,
      fabricDefinitionSchema,
    );
    expect(kept.servicePrincipal).not.toHaveProperty('secretExpiresAt');
    expectAnswer(await get(path, bob), 200, fabricSchema);
    expectAnswer(await get('/settings', bob), 200, settingsSchema);
    const without = expectAnswer(
      await remove(ofPrincipal, kept.etag),
      200,
      fabricDefinitionSchema,
    );
    expectAnswer(await remove(path, without.etag), 200, removalSchema);
  });

  it('everything about connections of others, of re-encryption, of checks and of a pause', async () => {
    await plugin.connect(alice);
    const { items } = expectAnswer(
      await get('/admin/connections?limit=1&status=connected', bob),
      200,
      adminConnectionListSchema,
    );
    expect(items.map(it => it.user)).toEqual(['user:default/alice']);
    for (const [path, ended] of [
      [`/admin/connections/${items[0].id}`, 1],
      ['/admin/connections?user=user:default/alice', 0],
      ['/admin/connections?appConnection=default', 0],
    ] as const) {
      const answer = await remove(path);
      expect(expectAnswer(answer, 200, endedConnectionsSchema)).toEqual({
        ended,
      });
    }
    const rotated = await post('/encryption/rotate', undefined, bob);
    expectAnswer(rotated, 202, rotationSchema);
    const checks = await post('/checks', undefined, bob);
    expectAnswer(checks, 202, checksStartedSchema);
    for (const paused of [true, false]) {
      const answer = await put('/pause', { paused, reason: 'A leak' });
      const state = expectAnswer(answer, 200, pauseStateSchema);
      expect(state.paused !== undefined).toBe(paused);
      expectAnswer(await get('/fabrics', bob), 200, fabricListSchema);
      expectAnswer(await get('/settings', bob), 200, settingsSchema);
    }
  });
});
