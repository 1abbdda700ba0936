import { createServiceFactory } from '@backstage/backend-plugin-api';
import {
  CatalogService,
  catalogServiceRef,
} from '@backstage/plugin-catalog-node';
import { Check } from '@backstage-databricks/plugin-databricks-common';
import { JsonObject } from '@backstage/types';
import { requests } from '../__testUtils__/requests';
import {
  alice,
  bob,
  StartedPlugin,
  startPlugin,
} from '../__testUtils__/startPlugin';
import { checksOf } from './__testUtils__/checksOf';

jest.setTimeout(60_000);

const CLIENT = { clientId: 'partners', clientSecret: 'canary-partners' };
const SERVICE_PRINCIPAL = {
  clientId: 'sp-nightly',
  clientSecret: 'sp-nightly-secret',
};

describe('The check list says what mends', () => {
  let plugin: StartedPlugin;
  const { get, put } = requests(() => plugin);
  /** Entities that the catalog does not have. */
  let missing: string[] = [];
  let catalogAnswers = true;

  beforeEach(async () => {
    missing = [];
    catalogAnswers = true;
    const catalog = createServiceFactory({
      service: catalogServiceRef,
      deps: {},
      factory: () =>
        ({
          async getEntitiesByRefs({ entityRefs }: { entityRefs: string[] }) {
            if (!catalogAnswers) {
              await new Promise(() => {});
            }
            return {
              items: entityRefs.map(it =>
                missing.includes(it) ? undefined : { kind: 'Group' },
              ),
            };
          },
        } as Partial<CatalogService> as CatalogService),
    });
    plugin = await startPlugin({
      features: [catalog],
      configure: config => ({
        ...config,
        appConnections: {
          ...(config.appConnections as object),
          preview: { clientId: 'preview', clientSecret: 'canary-preview' },
        },
        fabrics: {},
      }),
      rootConfig: {
        app: { baseUrl: 'http://localhost:7007' },
        permission: { enabled: true },
      },
    });
  });

  afterEach(() => plugin.stop());

  const lines = async () =>
    (await get('/settings', bob).expect(200)).body.checks as Check[];
  const line = async (id: string) =>
    (await lines()).find(it => it.id === id) as Check;
  const fabric = (more: object = {}) => ({
    type: 'spark',
    owner: 'group:default/analytics',
    workspaceUrl: plugin.simulator.url,
    ...more,
  });
  const add = async (name: string, more: object = {}) => {
    const { body, status } = await put(`/fabrics/${name}`, fabric(more));
    expect(status).toBe(201);
    return body as { etag: string };
  };
  const configured = (changes: JsonObject) =>
    plugin.reconfigure({ databricks: { ...plugin.databricks, ...changes } });

  it('of fabrics without a service principal, one or several, by their titles', async () => {
    await add('churn', { title: 'Churn training' });
    expect(await line('service-principals')).toMatchObject({
      state: 'warning',
      message:
        'Churn training has no service principal. Schedules and deployments cannot run there.',
      fix: { kind: 'service-principal', fabric: 'churn' },
    });
    await add('sandbox', { title: 'Sandbox' });
    expect(await line('service-principals')).toMatchObject({
      message:
        '2 fabrics have no service principal. Churn training and Sandbox: schedules and deployments cannot run there.',
      values: { count: '2', fabrics: 'Churn training and Sandbox' },
      fix: { kind: 'fabrics-without-service-principal' },
    });
    for (const name of ['one', 'two', 'x-three']) {
      await add(name);
    }
    expect((await line('service-principals')).message).toMatch(
      /^5 fabrics .* Churn training, one, Sandbox and 2 more: /,
    );
  });

  it('of a service principal that Databricks rejects', async () => {
    const { etag } = await add('rates', { title: 'Exchange rates' });
    const path = '/fabrics/rates/service-principal';
    const { body } = await put(path, SERVICE_PRINCIPAL, etag);
    expect(body).toMatchObject({
      workspaceTitle: new URL(plugin.simulator.url).host,
      servicePrincipal: { status: 'ready' },
    });
    await plugin.knex('grants').update({ status: 'rejected' });
    expect(await line('service-principal rates')).toMatchObject({
      state: 'failed',
      message: expect.stringMatching(
        /^Databricks rejects the service principal of Exchange rates\. /,
      ),
      values: { code: 'service_principal_rejected', fabric: 'Exchange rates' },
      fix: { kind: 'service-principal', fabric: 'rates' },
    });
  });

  it('of fabrics that name an app connection that is gone', async () => {
    await add('sandbox', { title: 'Sandbox', appConnection: 'preview' });
    expect(await line('unknown-app-connection preview')).toBeUndefined();
    const { default: kept } = plugin.databricks.appConnections as JsonObject;
    configured({ appConnections: { default: kept } });
    expect(await line('unknown-app-connection preview')).toMatchObject({
      state: 'warning',
      message: expect.stringMatching(
        /^Sandbox names an app connection that does not exist\. It names "preview", /,
      ),
      fix: { kind: 'fabric', fabric: 'sandbox' },
    });
  });

  it('of what is defined in app-config too, which cannot be changed here', async () => {
    await add('reports', { title: 'Reports' });
    await put('/app-connections/partners', CLIENT);
    const { appConnections } = plugin.databricks;
    configured({
      appConnections: { ...(appConnections as object), partners: CLIENT },
      fabrics: { reports: fabric({ title: 'Reports of app-config' }) },
    });
    const found = (await lines()).filter(it => it.id.startsWith('definition-'));
    expect(found.map(({ message, fix }) => [message, fix])).toEqual([
      [
        expect.stringMatching(/^The app connection partners is defined twice/),
        { kind: 'show-app-connection', appConnection: 'partners' },
      ],
      [
        expect.stringMatching(/^The fabric Reports of app-config is defined t/),
        { kind: 'show-fabric', fabric: 'reports' },
      ],
    ]);
    expect((await line('service-principals')).fix).toEqual({
      kind: 'show-fabric',
      fabric: 'reports',
    });
  });

  it('of an app connection without offline_access, and where none is the default or there is none', async () => {
    await put('/app-connections/partners', {
      ...CLIENT,
      title: 'Partners',
      scopes: ['sql'],
    });
    expect(await line('scopes')).toMatchObject({
      state: 'failed',
      message: expect.stringMatching(
        /offline_access is missing in Partners\. /,
      ),
      fix: { kind: 'app-connection', appConnection: 'partners' },
    });
    expect(await line('default-app-connection')).toMatchObject({
      fix: { kind: 'app-connections' },
    });
    configured({ appConnections: {} });
    expect((await line('app-connection')).state).toBe('ok');
    await plugin.knex('definitions').delete();
    expect(await line('app-connection')).toMatchObject({
      state: 'failed',
      fix: { kind: 'add-app-connection' },
    });
  });

  it('of workspaces that do not answer, and of people whom they refuse', async () => {
    configured({
      workspaces: { sales: { title: 'Sales', url: plugin.simulator.url } },
    });
    await add('churn');
    const workspace = plugin.simulator.url;
    const { host } = new URL(workspace);
    await plugin.knex('check_results').insert({
      workspace_url: workspace,
      result: JSON.stringify({
        id: 'x',
        state: 'failed',
        message: 'x',
        values: { network: 'timeout' },
      }),
      checked_at: 5_000,
    });
    expect(await line(`workspace ${host}`)).toMatchObject({
      message: expect.stringMatching(
        /^The workspace Sales cannot be reached\. /,
      ),
      values: { code: 'workspace_timeout', network: 'timeout', host },
      fix: { kind: 'fabrics-of-workspace', workspace },
    });
    configured({
      appConnections: {
        default: (plugin.databricks.appConnections as JsonObject).default,
      },
      fabrics: { everybody: fabric({ owner: '*' }) },
    });
    plugin.simulator.faults.next('me', {
      kind: 'status',
      status: 403,
      body: { message: 'The user lacks the entitlement workspace-access' },
    });
    await plugin.connect(alice, { fabric: 'everybody' });
    expect(await line(`refused ${host} entitlement`)).toMatchObject({
      state: 'failed',
      fix: { kind: 'connections-of-workspace', workspace },
    });
  });

  it('of owners and admins whom the catalog does not know, once for each owner, and before a fabric is saved', async () => {
    const owner = 'group:default/anlytics';
    const dryRun = async (more: object) =>
      (await put('/fabrics/x?dryRun=true', fabric(more))).body as {
        ok: boolean;
        checks: Check[];
      };
    missing = [owner, 'group:default/platform'];
    const tested = await dryRun({ title: 'Reports', owner });
    expect(tested.ok).toBe(true);
    expect(tested.checks.at(-1)).toEqual({
      id: 'owner',
      state: 'warning',
      message: expect.stringMatching(
        /^The owner of Reports is not in the catalog\. Nobody belongs to group:default\/anlytics, /,
      ),
      values: {
        code: 'owner_unknown',
        count: '1',
        fabrics: 'Reports',
        owner,
      },
    });
    for (const known of ['*', 'group:default/analytics']) {
      const { checks } = await dryRun({ owner: known });
      expect(checks.map(it => it.id)).not.toContain('owner');
    }

    await add('reports', { title: 'Reports', owner });
    await add('more', { owner });
    await add('well');
    expect(await line(`owner ${owner}`)).toMatchObject({
      state: 'warning',
      message: expect.stringMatching(/^The owner of 2 fabrics is not in /),
      fix: { kind: 'fabric', fabric: 'more' },
    });
    expect(await line('admins-in-catalog')).toMatchObject({
      state: 'warning',
      values: { admins: 'group:default/platform' },
    });
    expect(
      (await lines()).filter(it => it.id.startsWith('owner ')),
    ).toHaveLength(1);
  });

  it('and comes all the same where the catalog hangs', async () => {
    await add('churn');
    catalogAnswers = false;
    missing = ['group:default/analytics'];
    expect((await lines()).map(it => it.id)).not.toContain(
      'owner group:default/analytics',
    );
  });
});

describe('The lines of things in app-config', () => {
  it('lead to what they are about', () => {
    const rejected = { status: 'rejected', unreachable: false } as const;
    const names = new Map([['default', 1]]);
    const check = checksOf(
      {},
      {
        grantFacts: {
          rejectedAppConnections: names,
          servicePrincipals: new Map([['analytics-dev', rejected]]),
        },
      },
    );
    expect(check('app-connection')?.fix).toEqual({
      kind: 'show-app-connection',
      appConnection: 'default',
    });
    expect(check('service-principal analytics-dev')?.fix).toEqual({
      kind: 'show-fabric',
      fabric: 'analytics-dev',
    });
  });

  it('tell when a secret ends, whose it is, and who uses it', () => {
    const key = 'databricks.fabrics.analytics-dev.servicePrincipal';
    const ends = (date: string) =>
      checksOf(
        { [`${key}.secretExpiresAt`]: date },
        { names: new Map([['analytics-dev', { servicePrincipal: 'etl' }]]) },
      )('service-principal analytics-dev')?.message;
    expect(ends('2027-01-10')).toMatch(
      /^The secret of etl ends in 9 days, on 10 January 2027\. Used by analytics-dev\./,
    );
    expect(ends('2027-01-02')).toMatch(/ends in one day, on /);
    expect(ends('2027-01-01')).toMatch(/ends today, on /);
    expect(ends('2026-12-31')).toMatch(/ended on 31 December 2026\. /);
  });
});
