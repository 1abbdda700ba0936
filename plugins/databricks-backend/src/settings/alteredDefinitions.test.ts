import { mockCredentials } from '@backstage/backend-test-utils';
import {
  Simulator,
  startSimulator,
} from '@backstage-databricks/databricks-simulator';
import { JsonObject } from '@backstage/types';
import {
  alice,
  bob,
  mallory,
  StartedPlugin,
  startPlugin,
} from '../__testUtils__/startPlugin';

const SCAFFOLDER = mockCredentials.service.header({
  onBehalfOf: mockCredentials.service('plugin:scaffolder'),
  targetPluginId: 'databricks',
});

const SERVICE_PRINCIPAL = {
  clientId: 'sp-nightly',
  clientSecret: 'sp-nightly-secret',
};

const SCOPED = { clientId: 'sp-nightly', scopes: ['sql'] };

type Row = { kind: string; name: string; definition: string };

describe('A secret that is kept in the portal', () => {
  let plugin: StartedPlugin;
  let elsewhere: Simulator;
  let original: Row[];

  const url = (path: string) => `/api/databricks${path}`;
  const fabric = (): JsonObject => ({
    type: 'sql',
    owner: 'group:default/analytics',
    workspaceUrl: plugin.simulator.url,
    appConnection: 'main',
    warehouseId: 'abc123',
  });

  async function settings() {
    const { body } = await plugin.as(bob).get(url('/settings'));
    return body as Record<'fabrics' | 'appConnections', Definition[]>;
  }
  type Definition = { name: string; etag: string };

  async function put(path: string, body: JsonObject) {
    const [, kind, name] = path.split('/');
    const { fabrics, appConnections } = await settings();
    const all = kind === 'fabrics' ? fabrics : appConnections;
    const etag = all.find(it => it.name === name)?.etag;
    return plugin
      .as(bob)
      .put(url(path))
      .set(etag ? { 'If-Match': etag } : {})
      .send(body);
  }

  const askToken = (name = 'reports', purpose = 'automation') =>
    plugin.as(SCAFFOLDER).post(url('/tokens')).send({ fabric: name, purpose });

  beforeAll(async () => {
    elsewhere = await startSimulator({
      servicePrincipals: [SERVICE_PRINCIPAL],
    });
    plugin = await startPlugin({
      configure: config => ({
        ...config,
        consumers: { scaffolder: { user: true, servicePrincipalOf: '*' } },
      }),
    });
    const { clientId, clientSecret } = (
      plugin.databricks.appConnections as Record<string, JsonObject>
    ).default;
    await put('/app-connections/main', { clientId, clientSecret });
    const studio = { ...fabric(), type: 'prophecy' };
    for (const [name, definition] of Object.entries({
      reports: fabric(),
      studio2: studio,
      untouched: fabric(),
    })) {
      await put(`/fabrics/${name}`, definition);
      await put(`/fabrics/${name}/service-principal`, SERVICE_PRINCIPAL);
    }
    original = await plugin.knex('definitions');
  });

  beforeEach(async () => {
    const versions: number[] = await plugin
      .knex('definitions')
      .pluck('version');
    const version = Math.max(...versions) + 1;
    await plugin.knex('definitions').delete();
    await plugin
      .knex('definitions')
      .insert(original.map(row => ({ ...row, version })));
    await settings();
    // Each replica remembers tokens: an alteration must reach those too
    await askToken().expect(200);
  });

  afterAll(async () => {
    await plugin.stop();
    await elsewhere.stop();
  });

  const callsOf = () =>
    JSON.stringify([plugin.simulator.calls, elsewhere.calls]);

  const rowOf = (name: string) =>
    plugin.knex('definitions').where({ name }).first();

  /** As whoever can write to the database, and knows how to have it noticed. */
  async function alter(name: string, change: (row: Row) => Partial<Row>) {
    const row = await rowOf(name);
    await plugin
      .knex('definitions')
      .where({ name })
      .update({ ...change(row), version: row.version + 1 });
    await settings();
  }

  const fields =
    (changes: JsonObject) =>
    ({ definition }: Row) => ({
      definition: JSON.stringify({ ...JSON.parse(definition), ...changes }),
    });

  it.each<[string, () => JsonObject, string?]>([
    ['owner', () => ({ owner: '*' })],
    ['workspace', () => ({ workspaceUrl: elsewhere.url })],
    ['client ID', () => ({ servicePrincipal: { clientId: 'x' } })],
    ['list of scopes', () => ({ servicePrincipal: { ...SCOPED } })],
    ['type', () => ({ type: 'prophecy', oauthType: 'm2m' })],
    ['oauthType', () => ({ oauthType: 'm2m' }), 'studio2'],
  ])(
    'of a service principal is used by nobody after its %s was altered in the database',
    async (_, changes, name = 'reports') => {
      await alter(name, fields(changes()));
      const purpose = 'oauthType' in changes() ? 'interactive' : 'automation';
      const calls = callsOf();
      const { status, body } = await askToken(name, purpose);
      expect([status, body.error.code]).toEqual([
        409,
        'credentials_unreadable',
      ]);
      for (const user of [alice, mallory]) {
        const tested = await plugin
          .as(user)
          .post(url(`/fabrics/${name}/test`))
          .send({ as: 'servicePrincipal' });
        expect(tested.body).not.toMatchObject({ ok: true });
      }
      expect(callsOf()).toBe(calls);
      expect((await askToken('untouched')).status).toBe(200);
    },
  );

  it('of a service principal does not follow the name of its fabric', async () => {
    await alter('reports', () => ({ name: 'leaked' }));
    const calls = callsOf();
    const { body } = await askToken('leaked');
    expect(body.error.code).toBe('credentials_unreadable');
    expect(callsOf()).toBe(calls);
  });

  it.each<[string, (row: Row) => Partial<Row>]>([
    ['client ID', fields({ clientId: 'x' })],
    ['list of scopes', fields({ scopes: ['sql', 'offline_access'] })],
  ])(
    'of an app connection is used by nobody after its %s was altered in the database',
    async (_, change) => {
      await alter('main', change);
      const calls = callsOf();
      const { body } = await plugin
        .as(alice)
        .post(url('/sign-ins'))
        .send({ fabric: 'reports' });
      expect(body.error.code).toBe('credentials_unreadable');
      expect(callsOf()).toBe(calls);
      expect((await askToken('untouched')).status).toBe(200);
    },
  );

  it('stays with its fabric when an admin changes owner, type or oauthType', async () => {
    const { client_secret: sealed } = await rowOf('reports');
    const titled = await put('/fabrics/reports', { ...fabric(), title: 'R' });
    expect([titled.status, (await rowOf('reports')).client_secret]).toEqual([
      200,
      sealed,
    ]);
    for (const changes of [
      { owner: 'group:default/platform' },
      { type: 'prophecy', oauthType: 'm2m' },
      { type: 'spark' },
    ]) {
      const changed = await put('/fabrics/reports', {
        ...fabric(),
        ...changes,
      });
      expect([changed.status, changed.body.error]).toEqual([200, undefined]);
      expect((await rowOf('reports')).client_secret).not.toBe(sealed);
      await plugin.knex('grants').delete();
      expect((await askToken()).status).toBe(200);
    }
  });

  it('stays with its app connection when an admin changes the scopes', async () => {
    const { clientId } = JSON.parse((await rowOf('main')).definition);
    const scopes = ['sql', 'offline_access'];
    const changed = await put('/app-connections/main', { clientId, scopes });
    expect(changed.status).toBe(200);
    expect(changed.body).toMatchObject({ hasClientSecret: true, scopes });
    const started = await plugin
      .as(alice)
      .post(url('/sign-ins'))
      .send({ fabric: 'reports' });
    expect(started.status).toBe(201);
  });

  it('is not sealed anew for what somebody has altered, and opens again when an admin sets that right', async () => {
    await alter('reports', fields({ owner: '*' }));
    const before = await rowOf('reports');
    const refused = await put('/fabrics/reports', {
      ...fabric(),
      owner: '*',
      type: 'spark',
    });
    expect([refused.status, refused.body.error.code]).toEqual([
      409,
      'credentials_unreadable',
    ]);
    expect(refused.body.error.message).toBe(
      "The stored secret of the service principal of 'reports' cannot be opened: it is not what was stored there. An admin of the portal must enter it again. Nothing was changed: the secret is bound to owner, workspaceUrl, type, oauthType, servicePrincipal.",
    );
    expect(await rowOf('reports')).toEqual(before);

    const repaired = await put('/fabrics/reports', fabric());
    expect([repaired.status, repaired.body.error]).toEqual([200, undefined]);
    expect((await askToken()).status).toBe(200);
  });
});
