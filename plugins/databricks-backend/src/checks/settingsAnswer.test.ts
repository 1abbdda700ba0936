import { TestDatabases } from '@backstage/backend-test-utils';
import {
  Connection,
  Settings,
} from '@backstage-databricks/plugin-databricks-common';
import { requests } from '../__testUtils__/requests';
import {
  alice,
  APP_CONNECTION,
  bob,
  mallory,
  StartedPlugin,
  startPlugin,
} from '../__testUtils__/startPlugin';
import { databaseNowPlus } from '../database';

jest.setTimeout(60_000);

const databases = TestDatabases.create({ ids: ['POSTGRES_18', 'SQLITE_3'] });
const SERVICE_PRINCIPAL = { clientId: 'sp', clientSecret: 'sp-secret' };
const DAY_MS = 24 * 60 * 60 * 1000;

describe.each(databases.eachSupportedId())(
  'What the settings answer, on %s',
  id => {
    let plugin: StartedPlugin;
    const { get, post } = requests(() => plugin);

    beforeAll(async () => {
      plugin = await startPlugin({
        databases: { databases, id },
        configure: config => ({
          ...config,
          consumers: {
            reports: { user: true, servicePrincipalOf: ['nightly'] },
            deployer: { servicePrincipalOf: '*' },
          },
        }),
      });
    });
    beforeEach(async () => {
      await plugin.knex('sign_ins').delete();
      await plugin.knex('grants').delete();
    });
    afterAll(() => plugin.stop());

    const settings = async () =>
      (await get('/settings', bob).expect(200)).body as Settings;
    const rowOf = (owner: string) => plugin.knex('grants').where({ owner });
    const connectAll = async () => {
      for (const user of [alice, bob, mallory]) {
        const { status } = await plugin.connect(user, { fabric: 'everybody' });
        expect(status).toBe(200);
      }
    };
    const ago = (ms: number) => databaseNowPlus(plugin.knex, -ms);

    it('counts connections by the statuses that the list of connections shows', async () => {
      await connectAll();
      const counted = async () => {
        const { counts } = await settings();
        const { body } = await get('/admin/connections', bob);
        const items: Connection[] = body.items;
        const isToRenew = ({ status }: Connection) => status !== 'connected';
        expect(counts).toMatchObject({
          workspaces: 1,
          connections: items.length,
          connectionsToRenew: items.filter(isToRenew).length,
        });
        return [counts?.connectionsToRenew, counts?.users.everybody];
      };
      expect(await counted()).toEqual([0, 3]);
      // Ends in two days
      await rowOf('user:default/alice').update({
        refresh_token_received_at: ago(5 * DAY_MS),
      });
      expect(await counted()).toEqual([1, 3]);
      await rowOf('user:default/alice').update({
        refresh_token_received_at: ago(3 * DAY_MS),
      });
      expect(await counted()).toEqual([0, 3]);
      // The session ends in two days
      await rowOf('user:default/alice').update({
        connected_at: ago(28 * DAY_MS),
      });
      expect(await counted()).toEqual([0, 3]);
      const sessionLifetime = { days: 30 };
      plugin.reconfigure({
        databricks: {
          ...plugin.databricks,
          appConnections: { default: { ...APP_CONNECTION, sessionLifetime } },
        },
      });
      expect(await counted()).toEqual([1, 3]);
      plugin.reconfigure({ databricks: plugin.databricks });
      expect(await counted()).toEqual([0, 3]);
      await rowOf('user:default/alice').update({ unreadable_at: 1 });
      expect(await counted()).toEqual([1, 3]);
      await rowOf('user:default/bob').update({ key_id: 'gone' });
      expect(await counted()).toEqual([2, 3]);
      await rowOf('user:default/bob').update({ client_id: 'former' });
      expect(await counted()).toEqual([2, 2]);
      await rowOf('user:default/mallory').update({
        status: 'reconnect_required',
        ended_at: 1,
      });
      expect(await counted()).toEqual([3, 1]);
      await plugin.knex('grants').update({ app_connection: 'gone' });
      expect(await counted()).toEqual([3, undefined]);
    });

    it('counts users where fabrics are, for fabrics that need a sign-in, and service principals that work', async () => {
      await connectAll();
      expect((await settings()).counts).toMatchObject({
        users: {
          'analytics-dev': 3,
          studio: 3,
          operations: 3,
          everybody: 3,
        },
        servicePrincipals: 4,
        servicePrincipalsWorking: 0,
      });
      expect((await settings()).counts?.users).not.toHaveProperty('nightly');
      const test = await plugin
        .as(alice)
        .post('/api/databricks/fabrics/nightly/test')
        .send({});
      expect(test.body.checks[0].state).toBe('ok');
      expect((await settings()).counts).toMatchObject({
        servicePrincipals: 4,
        servicePrincipalsWorking: 1,
      });
      plugin.simulator.faults.next('token', { kind: 'status', status: 500 });
      await plugin
        .knex('grants')
        .where({ kind: 'servicePrincipal' })
        .update({ reason_code: 'entitlement', failures: 1 });
      const refused = await settings();
      expect(refused.counts?.servicePrincipalsWorking).toBe(0);
      const nightly = refused.fabrics.find(it => it.name === 'nightly');
      expect(nightly?.servicePrincipal).toMatchObject({
        status: 'ready',
        refusal: 'entitlement',
      });
      plugin.simulator.faults.clear();
    });

    it('names every consumer, with when it last worked as users and as service principals', async () => {
      await connectAll();
      const grants = await plugin.knex('grants').orderBy('owner').select('id');
      const uses = [3, 2].map((days, index) => ({
        grant_id: grants[index].id,
        consumer: 'reports',
        used_at: days * DAY_MS,
      }));
      await plugin.knex('grant_uses').insert([
        ...uses,
        // Not configured any more
        { grant_id: grants[0].id, consumer: 'former', used_at: 1 },
      ]);
      expect((await settings()).consumers).toEqual([
        {
          plugin: 'reports',
          user: true,
          servicePrincipalOf: ['nightly'],
          lastAsUser: '1970-01-04T00:00:00.000Z',
        },
        { plugin: 'deployer', user: false, servicePrincipalOf: '*' },
      ]);
    });

    it('says when Databricks accepted an app connection, also when nobody is connected any more', async () => {
      const healthNow = async () => {
        const { checks, appConnections } = await settings();
        const { health, healthAt, healthReason } = appConnections[0];
        const line = checks.find(it => it.id === 'app-connection');
        return { health, healthAt, healthReason, code: line?.values?.code };
      };
      expect(await healthNow()).toEqual({
        health: 'unchecked',
        code: 'app_connection_unchecked',
      });
      // A test presents a refresh token that nobody has: what it is told does not show that people can sign in
      const test = await post(
        '/app-connections/default/test',
        { workspaceUrl: plugin.simulator.url },
        bob,
      );
      expect(test.status).toBe(200);
      expect((await healthNow()).health).toBe('unchecked');

      await plugin.connect(alice);
      const accepted = {
        health: 'accepted',
        healthAt: expect.any(String),
        code: 'app_connection_accepted',
      };
      expect(await healthNow()).toEqual(accepted);
      const { healthAt } = await healthNow();
      expect(Math.abs(Date.now() - Date.parse(healthAt!))).toBeLessThan(60_000);
      // Known from the sign-in alone
      const rows = await plugin.knex('grants').select();
      await plugin.knex('grants').delete();
      expect(await healthNow()).toEqual(accepted);
      // Known from a connection that has ended alone
      await plugin.knex('sign_ins').delete();
      expect((await healthNow()).health).toBe('unchecked');
      await plugin
        .knex('grants')
        .insert(rows.map(it => ({ ...it, status: 'reconnect_required' })));
      expect(await healthNow()).toEqual(accepted);
      // Another client
      await plugin.knex('grants').update({ client_id: 'former' });
      expect((await healthNow()).health).toBe('unchecked');
    });

    it.each([
      [401, 'invalid_client', 'app_connection_rejected', 'app-connection'],
      [400, 'invalid_scope', 'missing_scopes', 'assigned-scopes'],
    ])(
      'says since when and why Databricks rejects an app connection: %d %s',
      async (status, error, code, line) => {
        plugin.simulator.faults.next('token', {
          kind: 'status',
          status,
          body: { error },
        });
        expect((await plugin.connect(alice)).status).toBe(400);
        const { appConnections, checks } = await settings();
        const found = checks.find(it => it.id === line);
        expect(appConnections[0]).toMatchObject({
          health: 'rejected',
          healthAt: found?.at,
          healthReason: { code, values: { appConnection: 'Databricks' } },
        });
        expect(found).toMatchObject({
          state: 'failed',
          message: expect.stringMatching(/^Databricks re.* Databricks\. /),
          fix: { kind: 'show-app-connection', appConnection: 'default' },
        });
        const second = await plugin
          .as(bob)
          .put('/api/databricks/app-connections/second')
          .send({ ...APP_CONNECTION });
        expect(second.body).toMatchObject({ health: 'unchecked' });
        await plugin
          .as(bob)
          .delete('/api/databricks/app-connections/second')
          .set('If-Match', `"${second.body.etag}"`)
          .expect(200);
      },
    );

    it('names workspaces, and compute and service principals as they are called at Databricks', async () => {
      const { url } = plugin.simulator;
      await plugin.connect(alice);
      for (const as of ['user', 'servicePrincipal']) {
        await post('/fabrics/analytics-dev/test', { as });
        await post('/fabrics/nightly/test', { as });
      }
      const { fabrics } = await settings();
      const definition = (name: string) =>
        fabrics.find(it => it.name === name)!;
      expect(definition('analytics-dev')).toMatchObject({
        workspaceTitle: new URL(url).host,
        computeName: expect.any(String),
      });
      expect(definition('nightly').servicePrincipal).toMatchObject({
        name: expect.any(String),
      });
    });

    it('says when workspaces were last checked', async () => {
      expect((await settings()).checkedAt).toBeUndefined();
      await plugin.knex('check_results').insert({
        workspace_url: plugin.simulator.url,
        result: JSON.stringify({ id: 'workspace', state: 'ok', message: '' }),
        checked_at: 5_000,
      });
      const { checkedAt, checks } = await settings();
      expect(checkedAt).toBe('1970-01-01T00:00:05.000Z');
      expect(checks.at(-1)).toMatchObject({
        state: 'ok',
        values: { code: 'workspace_answers' },
        at: checkedAt,
      });
      await plugin.knex('check_results').delete();
    });
  },
);

describe('The settings of a thousand fabrics and ten thousand connections', () => {
  it('take the same few statements as those of a handful', async () => {
    const plugin = await startPlugin({
      configure: config => {
        const fabrics = config.fabrics as Record<string, object>;
        const more = Array.from({ length: 1_000 }, (_, i) => [
          `more-${i}`,
          { ...fabrics['analytics-dev'], servicePrincipal: SERVICE_PRINCIPAL },
        ]);
        return {
          ...config,
          fabrics: { ...fabrics, ...Object.fromEntries(more) },
        };
      },
    });
    const statementsOf = async () => {
      const statements: string[] = [];
      const note = ({ sql }: { sql: string }) => statements.push(sql);
      plugin.knex.on('query', note);
      const { body } = await plugin.as(bob).get('/api/databricks/settings');
      plugin.knex.off('query', note);
      return { statements, counts: (body as Settings).counts };
    };
    await plugin.connect(alice);
    const few = await statementsOf();
    const [{ id: _, ...row }] = await plugin.knex('grants').select();
    for (let batch = 0; batch < 100; batch += 1) {
      await plugin.knex('grants').insert(
        Array.from({ length: 100 }, (__, i) => ({
          ...row,
          id: `${batch}-${i}`,
          owner: `user:default/u${batch}-${i}`,
        })),
      );
    }
    const many = await statementsOf();
    expect(many.statements).toHaveLength(few.statements.length);
    expect(many.statements.length).toBeLessThan(20);
    expect(many.counts).toMatchObject({
      connections: 10_001,
      connectionsToRenew: 0,
      servicePrincipals: 1_004,
    });
    expect(many.counts?.users['more-999']).toBe(10_001);
    await plugin.stop();
  });
});
