import {
  Simulator,
  startSimulator,
} from '@backstage-databricks/databricks-simulator';
import { databricksErrors } from '@backstage-databricks/plugin-databricks-common';
import { JsonObject } from '@backstage/types';
import { randomUUID } from 'node:crypto';
import { openSealer } from '../__testUtils__/openSealer';
import {
  alice,
  bob,
  mallory,
  StartedPlugin,
  startPlugin,
} from '../__testUtils__/startPlugin';
import { clientKey } from './Grant';

describe('Whoever can write to the database', () => {
  let plugin: StartedPlugin;
  let elsewhere: Simulator;

  beforeAll(async () => {
    elsewhere = await startSimulator();
    plugin = await startPlugin({
      configure: config => {
        const { appConnections, fabrics } = config as Record<
          string,
          Record<string, JsonObject>
        >;
        const fabric = { ...fabrics['analytics-dev'], title: undefined };
        return {
          ...config,
          appConnections: {
            default: { ...appConnections.default, default: true },
            other: appConnections.default,
          },
          fabrics: {
            ...fabrics,
            elsewhere: { ...fabric, workspaceUrl: elsewhere.url },
            'with-other': { ...fabric, appConnection: 'other' },
          },
        };
      },
    });
  });

  beforeEach(async () => {
    await plugin.knex('grants').delete();
    await plugin.connect(alice);
    await plugin.connect(bob, { fabric: 'operations' });
  });

  afterAll(async () => {
    await plugin.stop();
    await elsewhere.stop();
  });

  const callsOf = () =>
    JSON.stringify([plugin.simulator.calls, elsewhere.calls]);

  async function test(user: string, fabric: string) {
    const { body } = await plugin
      .as(user)
      .post(`/api/databricks/fabrics/${fabric}/test`)
      .send({});
    return body as { ok: boolean; checks: { message: string }[] };
  }

  async function alter(columns: JsonObject) {
    const { knex } = plugin;
    // Whoever can write to the database is held by none of its checks
    await knex.raw('pragma ignore_check_constraints = on');
    const owner = 'user:default/alice';
    expect(await knex('grants').where({ owner }).update(columns)).toBe(1);
    await knex.raw('pragma ignore_check_constraints = off');
  }

  it.each<{ to: string; columns: () => JsonObject; fabric?: string }>([
    {
      to: 'another workspace',
      columns: () => ({ issuer: elsewhere.url }),
      fabric: 'elsewhere',
    },
    {
      to: 'another app connection',
      columns: () => ({ app_connection: 'other' }),
      fabric: 'with-other',
    },
    {
      to: 'another user',
      columns: () => ({ owner: 'user:default/mallory' }),
      fabric: 'everybody',
    },
    { to: 'another row', columns: () => ({ id: randomUUID() }) },
    { to: 'another client', columns: () => ({ client_id: 'x' }) },
    { to: 'a definition', columns: () => ({ definition_hash: 'x' }) },
    { to: 'another identity', columns: () => ({ databricks_user_id: '9' }) },
    { to: 'another name', columns: () => ({ databricks_user_name: 'boss' }) },
  ])(
    'cannot give the tokens of a connection to $to',
    async ({ columns, fabric = 'analytics-dev' }) => {
      const altered = columns();
      await alter(altered);
      const user = 'owner' in altered ? mallory : alice;
      const message =
        'client_id' in altered
          ? 'The app connection that you signed in with was changed. Reconnect on the Databricks page.'
          : databricksErrors.credentials_unreadable.message;
      const refused = { ok: false, checks: [{ message }] };
      const calls = callsOf();
      expect(await test(user, fabric)).toMatchObject(refused);
      // Without an access token the refresh token would be sent, and the client secret with it
      await plugin
        .knex('grants')
        .whereNot({ owner: 'user:default/bob' })
        .update({ access_token: null });
      expect(await test(user, fabric)).toMatchObject(refused);
      expect(callsOf()).toBe(calls);
      expect(await test(bob, 'operations')).toMatchObject({ ok: true });
      expect((await plugin.connect(alice)).status).toBe(200);
      expect(await test(alice, 'analytics-dev')).toMatchObject({ ok: true });
    },
  );

  it('cannot make the tokens of a user those of a service principal', async () => {
    const workspaceUrl = plugin.simulator.url;
    const holder = {
      kind: 'servicePrincipal' as const,
      owner: 'nightly',
      workspaceUrl,
      clientId: 'sp-nightly',
      clientSecret: 'sp-nightly-secret',
      scopes: ['all-apis'],
    };
    await alter({
      kind: holder.kind,
      owner: holder.owner,
      app_connection: null,
      definition_hash: openSealer(plugin).fingerprint(clientKey(holder)),
    });
    const { token } = plugin.simulator.calls;
    expect(await test(alice, 'nightly')).toMatchObject({
      ok: true,
      checks: [{ message: expect.stringContaining('sp-nightly') }, {}],
    });
    expect(plugin.simulator.calls.token).toBe(token + 1);
  });
});
