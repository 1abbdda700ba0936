import { JsonObject } from '@backstage/types';
import { recordAudit } from '../__testUtils__/recordAudit';
import {
  alice,
  bob,
  mallory,
  StartedPlugin,
  startPlugin,
} from '../__testUtils__/startPlugin';

const CLIENT_ID = '99999999-2222-3333-4444-555555555555';
const SECRET = 'canary-app-connection-secret';

/** Nothing but what the portal itself can add. */
function fromNothing(config: JsonObject): JsonObject {
  return { ...config, appConnections: {}, fabrics: {} };
}

describe('administration from nothing', () => {
  let plugin: StartedPlugin;
  const { feature: audit, records: changes } = recordAudit();

  beforeAll(async () => {
    plugin = await startPlugin({ configure: fromNothing, features: [audit] });
    plugin.simulator.account.addAppConnection({
      clientId: CLIENT_ID,
      clientSecret: SECRET,
      redirectUris: [
        'http://localhost:7007/api/databricks/oauthredirect',
        'http://localhost:7007/metadata/oauthCallback',
      ],
    });
  });

  afterAll(() => plugin.stop());

  const url = (path: string) => `/api/databricks${path}`;

  function put(path: string, body: object, etag?: string, user = bob) {
    const request = plugin.as(user).put(url(path)).send(body);
    return etag ? request.set('If-Match', etag) : request;
  }

  function remove(path: string, etag?: string, user = bob) {
    const request = plugin.as(user).delete(url(path));
    return etag ? request.set('If-Match', etag) : request;
  }

  async function settings() {
    const answer = await plugin.as(bob).get(url('/settings'));
    expect(answer.status).toBe(200);
    expect(answer.text).not.toMatch(/canary|dbx1\./);
    return answer.body;
  }

  const fabric = () => ({
    type: 'sql',
    owner: 'group:default/analytics',
    workspaceUrl: plugin.simulator.url,
    warehouseId: 'abc123',
  });

  it('says what is missing, and nothing to anybody but admins', async () => {
    for (const user of [alice, mallory]) {
      const answer = await plugin.as(user).get(url('/settings'));
      expect([answer.status, answer.body.error.code]).toEqual([
        403,
        'not_allowed',
      ]);
    }
    const { checks, redirectUrls } = await settings();
    expect(redirectUrls).toEqual([
      {
        path: 'oauthredirect',
        url: 'http://localhost:7007/api/databricks/oauthredirect',
      },
      {
        path: 'metadata',
        url: 'http://localhost:7007/metadata/oauthCallback',
      },
    ]);
    expect(
      checks.find((it: { id: string }) => it.id === 'app-connection'),
    ).toMatchObject({ state: 'failed' });
  });

  it('takes an app connection, keeps its secret to itself, and asks for it again with another client ID', async () => {
    const path = '/app-connections/main';
    expect((await put(path, { clientId: CLIENT_ID })).body.error).toMatchObject(
      {
        code: 'invalid_request',
        message: expect.stringMatching(/^clientSecret:/),
      },
    );
    const dryRun = await put(`${path}?dryRun=true`, {
      clientId: CLIENT_ID,
      clientSecret: SECRET,
    });
    expect(dryRun.body).toMatchObject({ ok: true });
    expect(dryRun.body.checks).toContainEqual({
      id: 'client',
      state: 'warning',
      message: expect.stringContaining('not tested'),
    });
    expect((await settings()).appConnections).toEqual([]);

    const created = await put(path, {
      clientId: CLIENT_ID,
      clientSecret: SECRET,
      title: 'Main',
    });
    expect(created.status).toBe(201);
    expect(created.body).toEqual({
      name: 'main',
      title: 'Main',
      clientId: CLIENT_ID,
      public: false,
      hasClientSecret: true,
      scopes: ['all-apis', 'offline_access'],
      refreshTokenLifetime: { days: 7 },
      default: true,
      health: 'unchecked',
      connections: 0,
      source: 'database',
      etag: expect.any(String),
      updatedAt: expect.any(String),
      updatedBy: 'user:default/bob',
    });

    const { etag } = created.body;
    const again = { clientId: CLIENT_ID, title: 'Renamed' };
    expect((await put(path, again)).body.error.code).toBe('conflict');
    expect((await put(path, again, 'stale')).body.error.code).toBe('conflict');
    const changed = await put(path, again, etag);
    expect([changed.status, changed.body.title]).toEqual([200, 'Renamed']);
    expect(changes.at(-1)?.meta).toEqual({
      appConnection: 'main',
      fields: ['title'],
    });
    expect(changed.body.hasClientSecret).toBe(true);
    expect((await put(path, again, etag)).body.error.code).toBe('conflict');

    const other = { clientId: 'another-client' };
    expect(
      (await put(path, other, changed.body.etag)).body.error.message,
    ).toMatch(/^clientSecret:/);
    expect((await put(path, again, changed.body.etag, alice)).status).toBe(403);
  });

  it('takes a fabric, and a developer connects without a restart', async () => {
    expect(
      (await put('/fabrics/Bad_Name', fabric())).body.error.message,
    ).toMatch(/^name:/);
    expect(
      (await put('/fabrics/new', { ...fabric(), workspaceUrl: 'http://evil' }))
        .body.error.message,
    ).toMatch(/^workspaceUrl/);
    const dryRun = await put('/fabrics/new?dryRun=true', fabric());
    expect(dryRun.body).toMatchObject({ ok: true });
    const created = await put('/fabrics/new', fabric());
    expect(created.status).toBe(201);
    const notHers: Record<string, string[]> = {};
    await put('/fabrics/hidden', {
      ...fabric(),
      owner: 'group:default/marketing',
    });
    for (const name of ['other', 'hidden']) {
      const path = `/fabrics/${name}`;
      const principal = { clientId: 'x', clientSecret: 'canary-x' };
      const answers = [
        await put(path, fabric(), undefined, alice),
        await put(`${path}?dryRun=true`, fabric(), undefined, alice),
        await put(path, fabric(), 'etag', alice),
        await remove(path, 'etag', alice),
        await put(`${path}/service-principal`, principal, 'etag', alice),
        await remove(`${path}/service-principal`, 'etag', alice),
      ];
      expect(new Set(answers.map(it => it.status))).toEqual(new Set([403]));
      notHers[name] = answers.map(it => it.text);
    }
    expect(notHers.other).toEqual(notHers.hidden);

    const [{ etag }] = (await settings()).appConnections;
    const keptSecret = await put(
      '/app-connections/main?dryRun=true',
      { clientId: CLIENT_ID },
      etag,
    );
    expect(keptSecret.body.checks).toContainEqual({
      id: 'client',
      state: 'ok',
      message: expect.any(String),
    });
    const connected = await plugin.connect(alice, { fabric: 'new' });
    expect(connected.status).toBe(200);
    const { body } = await plugin.as(alice).get(url('/fabrics/new'));
    expect(body).toMatchObject({
      source: 'database',
      canEdit: true,
      connection: { status: 'connected' },
    });
    const { appConnections } = await settings();
    expect(appConnections[0]).toMatchObject({
      connections: 1,
      health: 'accepted',
    });
  });

  it('lets the owner team change its fabric, not give it away', async () => {
    const { body } = await plugin.as(alice).get(url('/fabrics/new'));
    const changed = await put(
      '/fabrics/new',
      { ...fabric(), title: 'By Alice', appConnection: 'main' },
      body.etag,
      alice,
    );
    expect([changed.status, changed.body.title]).toEqual([200, 'By Alice']);
    expect(changes.at(-1)?.meta).toEqual({
      fabric: 'new',
      fields: ['title', 'appConnection'],
    });
    const seen = await plugin.as(alice).get(url('/fabrics/new'));
    expect([
      body.definition.appConnection,
      seen.body.definition.appConnection,
    ]).toEqual([undefined, 'main']);
    expect(seen.body.definition).toEqual(changed.body);
    const others = await plugin.as(bob).get(url('/fabrics/new'));
    expect(others.body).not.toHaveProperty('definition');
    const { etag } = changed.body;
    const away = { ...fabric(), owner: 'group:default/marketing' };
    expect((await put('/fabrics/new', away, etag, alice)).status).toBe(403);
    expect((await put('/fabrics/new', fabric(), etag, mallory)).status).toBe(
      403,
    );
    expect((await remove('/fabrics/new', etag, alice)).status).toBe(403);
  });

  it('verifies a service principal before it keeps it, and forgets it in another workspace', async () => {
    const path = '/fabrics/new/service-principal';
    const refused = await put(path, {
      clientId: 'sp-nightly',
      clientSecret: 'canary-wrong',
    });
    expect([refused.status, refused.body.error.code]).toEqual([
      400,
      'invalid_request',
    ]);
    // Refused for a reason that nobody knows is refused, and no outage
    plugin.simulator.faults.next('token', {
      kind: 'status',
      status: 400,
      body: { error: 'unsupported_grant_type' },
    });
    const unclear = await put(path, {
      clientId: 'sp-nightly',
      clientSecret: 'sp-nightly-secret',
    });
    expect([unclear.status, unclear.body.error.message]).toEqual([
      400,
      'clientId: Databricks refused the request for an unknown reason.',
    ]);
    const dryRun = await put(`${path}?dryRun=true`, {
      clientId: 'sp-nightly',
      clientSecret: 'canary-wrong',
    });
    expect([dryRun.status, dryRun.body.ok]).toEqual([200, false]);
    const kept = await put(path, {
      clientId: 'sp-nightly',
      clientSecret: 'sp-nightly-secret',
      secretExpiresAt: '2031-01-01',
    });
    expect(kept.status).toBe(201);
    expect(kept.body.servicePrincipal).toEqual({
      clientId: 'sp-nightly',
      scopes: ['all-apis'],
      status: 'ready',
      secretExpiresAt: '2031-01-01',
    });
    const seen = await plugin.as(alice).get(url('/fabrics/new'));
    expect(seen.body.definition).toEqual(kept.body);
    const { scopes: _, ...servicePrincipal } = kept.body.servicePrincipal;
    expect(seen.body.servicePrincipal).toEqual({
      ...servicePrincipal,
      workedAt: expect.any(String),
    });
    const tested = await plugin
      .as(alice)
      .post(url('/fabrics/new/test'))
      .send({ as: 'servicePrincipal' });
    expect(tested.body.ok).toBe(true);

    const moved = await put(
      '/fabrics/new',
      { ...fabric(), workspaceUrl: 'http://127.0.0.1:1' },
      kept.body.etag,
    );
    expect(moved.body.servicePrincipal).toBeUndefined();
    const back = await put('/fabrics/new', fabric(), moved.body.etag);
    expect(back.body.servicePrincipal).toBeUndefined();
  });

  it('shows and ends connections of others, page by page', async () => {
    await plugin.connect(alice, { fabric: 'new' });
    await put('/fabrics/all', { ...fabric(), owner: '*' });
    await plugin.connect(mallory, { fabric: 'all' });
    const search = (query: string) =>
      plugin.as(bob).get(url(`/admin/connections${query}`));
    const first = await search('?limit=1');
    expect(first.body.items).toHaveLength(1);
    const second = await search(`?limit=1&cursor=${first.body.nextCursor}`);
    expect(
      [...first.body.items, ...second.body.items].map(
        (it: { user: string }) => it.user,
      ),
    ).toEqual(['user:default/mallory', 'user:default/alice']);
    expect((await search('?status=reconnect_required')).body.items).toEqual([]);
    expect((await search('?limit=0')).status).toBe(400);
    expect((await search('?other=1')).status).toBe(400);
    expect((await search('?cursor=zzz')).body.error.message).toMatch(
      /^cursor:/,
    );
    expect(second.body.nextCursor).toBeUndefined();
    expect((await search('?user=user:default/ALICE')).body.items).toHaveLength(
      1,
    );
    expect((await plugin.as(alice).get(url('/admin/connections'))).status).toBe(
      403,
    );

    const byUser = '/admin/connections?user=user:default/mallory';
    expect((await remove(byUser, undefined, alice)).status).toBe(403);
    expect((await remove(byUser)).body).toEqual({ ended: 1 });
    expect((await remove('/admin/connections/unknown')).status).toBe(404);
    expect((await remove('/admin/connections')).status).toBe(400);
    expect((await search('?status=reconnect_required')).body.items).toEqual([
      expect.objectContaining({
        user: 'user:default/mallory',
        reason: expect.objectContaining({ code: 'ended_by_admin' }),
      }),
    ]);
    const { id } = (await search('?status=connected')).body.items[0];
    expect((await remove(`/admin/connections/${id}`)).body).toEqual({
      ended: 1,
    });
  });

  it('keeps the default when another app connection is added, and moves it with one change', async () => {
    const definition = { clientId: 'second-client', public: true };
    const second = await put('/app-connections/second', definition);
    const isDefault = async () =>
      Object.fromEntries(
        (await settings()).appConnections.map(
          (it: { name: string; default: boolean }) => [it.name, it.default],
        ),
      );
    expect(await isDefault()).toEqual({ main: true, second: false });
    const moved = await put(
      '/app-connections/second',
      { ...definition, default: true },
      second.body.etag,
    );
    expect(await isDefault()).toEqual({ main: false, second: true });
    expect(changes.at(-1)?.meta).toEqual({
      appConnection: 'second',
      fields: ['default'],
      formerDefault: 'main',
    });
    expect(
      (await remove('/app-connections/second', moved.body.etag)).status,
    ).toBe(200);
    expect(await isDefault()).toEqual({ main: true });
  });

  it('takes no fabric whose app connection does not exist', async () => {
    const answer = await put('/fabrics/lost', {
      ...fabric(),
      appConnection: 'nope',
    });
    expect(answer.body.error).toMatchObject({
      code: 'invalid_request',
      message: expect.stringMatching(/^appConnection:/),
    });
  });

  it('lets what does not fit the configuration any more be replaced and removed', async () => {
    await put('/fabrics/stray', fabric());
    const spoil = async () => {
      const row = await plugin
        .knex('definitions')
        .where({ name: 'stray' })
        .first();
      await plugin
        .knex('definitions')
        .where({ name: 'stray' })
        .update({
          definition: row.definition.replace(
            plugin.simulator.url,
            'https://elsewhere.example.com',
          ),
          version: row.version + 1,
        });
      const { fabrics, checks } = await settings();
      expect(fabrics.map((it: { name: string }) => it.name)).not.toContain(
        'stray',
      );
      expect(checks).toContainEqual({
        id: 'definition-1',
        state: 'warning',
        message: expect.stringContaining('under the name stray'),
        values: { code: 'fabric_unusable', name: 'stray', title: 'stray' },
        fix: { kind: 'fabric' },
      });
    };
    await spoil();
    expect((await put('/fabrics/stray', fabric())).status).toBe(201);
    await spoil();
    expect((await remove('/fabrics/stray')).status).toBe(200);
    expect((await remove('/fabrics/stray')).status).toBe(404);
  });

  it('never takes what was made again under a name for what was there before', async () => {
    const first = await put('/fabrics/again', fabric());
    await remove('/fabrics/again', first.body.etag);
    const second = await put('/fabrics/again', fabric());
    for (const answer of [
      await put('/fabrics/again', fabric(), first.body.etag),
      await remove('/fabrics/again', first.body.etag),
    ]) {
      expect(answer.body.error.code).toBe('conflict');
    }
    await remove('/fabrics/again', second.body.etag);
  });

  it('ends the connections of an app connection whose client ID changes', async () => {
    await plugin.connect(alice, { fabric: 'new' });
    const { appConnections } = await settings();
    const changed = await put(
      '/app-connections/main',
      { clientId: 'another-client', clientSecret: 'canary-other' },
      appConnections[0].etag,
    );
    expect(changed.status).toBe(200);
    let connection;
    const giveUpAt = performance.now() + 5_000;
    do {
      const { body } = await plugin.as(alice).get(url('/fabrics/new'));
      connection = body.connection;
    } while (
      connection.status !== 'reconnect_required' &&
      performance.now() < giveUpAt
    );
    expect(connection).toMatchObject({
      status: 'reconnect_required',
      endedAt: expect.stringMatching(/Z$/),
      reason: { code: 'app_connection_changed' },
    });
    const [row] = await plugin.knex('grants').where({ kind: 'user' });
    expect([row.access_token, row.refresh_token]).toEqual([null, null]);
  });

  it('removes what nothing uses', async () => {
    const { fabrics, appConnections } = await settings();
    for (const { name, etag } of fabrics) {
      expect((await remove(`/fabrics/${name}`)).body.error.code).toBe(
        'conflict',
      );
      expect((await remove(`/fabrics/${name}`, etag)).status).toBe(200);
    }
    const { etag } = appConnections[0];
    expect((await remove('/app-connections/main', etag)).status).toBe(200);
    expect(changes.at(-1)?.meta).toEqual({
      appConnection: 'main',
      removed: true,
      // Mallory's too, whose row was left to say that an admin had ended it
      ended: 2,
    });
    expect(await plugin.knex('grants').where({ kind: 'user' })).toEqual([]);
    expect((await remove('/app-connections/main', etag)).status).toBe(404);
    expect((await settings()).fabrics).toEqual([]);
  });

  it('answers the rotation of nothing with 202 too', async () => {
    const rotate = () => plugin.as(bob).post(url('/encryption/rotate'));
    expect((await rotate()).status).toBe(202);
    expect((await rotate().send({ other: 1 })).status).toBe(400);
    expect((await rotate().type('text/plain').send('x')).status).toBe(415);
    expect((await rotate().send({ padding: 'x'.repeat(20_000) })).status).toBe(
      413,
    );
    const ended = plugin.as(bob).delete(url('/admin/connections?user=nobody'));
    expect((await ended.send({ other: 1 })).status).toBe(400);
    expect((await settings()).encryption).toMatchObject({
      primaryKey: 'k1',
      keys: [{ id: 'k1', available: true }],
      sweep: { state: 'idle' },
    });
  });
});

describe('administration of what app-config defines', () => {
  it('is read-only', async () => {
    const plugin = await startPlugin();
    const { body } = await plugin.as(bob).get('/api/databricks/settings');
    const [connection] = body.appConnections;
    expect(connection.source).toBe('config');
    for (const [path, etag, change] of [
      ['/app-connections/default', connection.etag, { clientId: 'x' }],
      [
        '/fabrics/operations',
        body.fabrics.find((it: { name: string }) => it.name === 'operations')
          .etag,
        {
          type: 'spark',
          owner: 'group:default/platform',
          workspaceUrl: plugin.simulator.url,
        },
      ],
    ]) {
      const answer = await plugin
        .as(bob)
        .put(`/api/databricks${path}`)
        .set('If-Match', etag)
        .send(change);
      expect([answer.status, answer.body.error.code]).toEqual([
        409,
        'read_only',
      ]);
    }
    const owners = await plugin
      .as(alice)
      .put('/api/databricks/fabrics/analytics-dev')
      .send({
        type: 'sql',
        owner: 'group:default/analytics',
        workspaceUrl: plugin.simulator.url,
        warehouseId: 'abc123',
      });
    expect(owners.body.error.code).toBe('read_only');
    await plugin.stop();
  });

  it('is closed to everybody without databricks.admins, whatever the policy allows', async () => {
    const plugin = await startPlugin({
      configure: ({ admins: _, ...config }) => config,
    });
    const answer = await plugin.as(bob).get('/api/databricks/settings');
    expect(answer.status).toBe(403);
    await plugin.stop();
  });
});
