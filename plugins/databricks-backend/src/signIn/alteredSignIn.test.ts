import {
  signInAs,
  Simulator,
  startSimulator,
} from '@backstage-databricks/databricks-simulator';
import { JsonObject } from '@backstage/types';
import { randomUUID } from 'node:crypto';
import { signInSteps } from '../__testUtils__/signInSteps';
import {
  alice,
  bob,
  mallory,
  StartedPlugin,
  startPlugin,
} from '../__testUtils__/startPlugin';

describe('Whoever can write to the database', () => {
  let plugin: StartedPlugin;
  let elsewhere: Simulator;
  let steps: ReturnType<typeof signInSteps>;

  beforeAll(async () => {
    elsewhere = await startSimulator();
    plugin = await startPlugin({
      configure: config => {
        const { appConnections, fabrics } = config as Record<
          string,
          Record<string, JsonObject>
        >;
        return {
          ...config,
          appConnections: {
            default: { ...appConnections.default, default: true },
            other: appConnections.default,
          },
          fabrics: {
            ...fabrics,
            elsewhere: { ...fabrics.everybody, workspaceUrl: elsewhere.url },
            'with-other': { ...fabrics.everybody, appConnection: 'other' },
          },
        };
      },
    });
    steps = signInSteps(plugin);
  });

  beforeEach(async () => {
    await plugin.knex('sign_ins').delete();
    await plugin.knex('grants').delete();
  });

  afterAll(async () => {
    await plugin.stop();
    await elsewhere.stop();
  });

  const callsOf = () => {
    const { token, me } = plugin.simulator.calls;
    return [token, me, elsewhere.calls.token, elsewhere.calls.me];
  };
  const alter = async (id: string, columns: JsonObject) =>
    expect(await plugin.knex('sign_ins').where({ id }).update(columns)).toBe(1);
  const owners = () => plugin.knex('grants').pluck('owner');

  it.each<[string, () => JsonObject, string?]>([
    ['id', () => ({ id: randomUUID() })],
    ['user', () => ({ user_entity_ref: 'user:default/mallory' })],
    ['callback', () => ({ redirect_path: 'metadata' })],
    ['redirect URL', () => ({ redirect_uri: `${elsewhere.url}/callback` })],
    ['fabric', () => ({ fabric: 'studio' })],
    ['start without a fabric', () => ({ fabric: null })],
    ['workspace', () => ({ issuer: elsewhere.url })],
    ['app connection', () => ({ app_connection: 'other' })],
    ['client', () => ({ client_id: 'x' }), 'app_connection_changed'],
    ['set of scopes', () => ({ scopes: 'sql' }), 'app_connection_changed'],
    ['display', () => ({ display: 'page' })],
    ['way back', () => ({ return_to: '/somewhere-else' })],
    ['empty way back', () => ({ return_to: '' })],
  ])(
    'cannot finish a sign-in with another %s: nothing is sent, nobody is connected',
    async (_, columns, code = 'authorization_failed') => {
      const started = await steps.start(alice);
      const bobs = await steps.start(bob, 'operations');
      const url = new URL(await signInAs(started.authorizationUrl));
      const altered = columns();
      await alter(started.id, altered);
      if ('redirect_path' in altered) {
        url.pathname = '/metadata/oauthCallback';
      }
      const calls = callsOf();
      const page = await steps.callback(url, started.cookie);
      expect([page.status, callsOf()]).toEqual([400, calls]);
      expect(page.text).not.toContain('somewhere-else');
      expect(await owners()).toEqual([]);
      expect(
        await plugin.knex('sign_ins').whereNot({ id: bobs.id }).first(),
      ).toMatchObject(
        // The cookie is of another callback, so that the row is not even asked for
        'redirect_path' in altered
          ? { status: 'pending' }
          : { status: 'failed', error_code: code },
      );

      const bobsUrl = await signInAs(bobs.authorizationUrl);
      expect((await steps.callback(bobsUrl, bobs.cookie)).status).toBe(200);
      expect((await plugin.connect(alice)).status).toBe(200);
      expect(await owners()).toHaveLength(2);
    },
  );

  it('cannot finish the sign-in of somebody else in a browser of their own', async () => {
    const started = await steps.start(alice);
    const own = await steps.start(mallory, 'everybody');
    const url = await signInAs(own.authorizationUrl);
    const row = await plugin.knex('sign_ins').where({ id: own.id }).first();
    await plugin.knex('sign_ins').where({ id: own.id }).delete();
    const { state_hash, browser_hash } = row;
    await alter(started.id, { state_hash, browser_hash });
    const calls = callsOf();
    const page = await steps.callback(url, own.cookie);
    expect([page.status, callsOf()]).toEqual([400, calls]);
    expect(await owners()).toEqual([]);
  });

  it('cannot put the cookie of their own browser in the place of another one', async () => {
    const started = await steps.start(alice);
    const own = await steps.start(mallory, 'everybody');
    const { browser_hash } = await plugin
      .knex('sign_ins')
      .where({ id: own.id })
      .first();
    await alter(started.id, { browser_hash });
    const url = await signInAs(started.authorizationUrl);
    const calls = callsOf();
    const [name] = started.cookie.split('=');
    const value = own.cookie.slice(own.cookie.indexOf('=') + 1);
    for (const cookie of [started.cookie, own.cookie, `${name}=${value}`]) {
      expect((await steps.callback(url, cookie)).status).toBe(400);
    }
    expect(callsOf()).toEqual(calls);
    expect(await owners()).toEqual([]);
  });
});
