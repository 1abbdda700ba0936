import { StandIn } from '../databricks/__testUtils__/StandIn';
import { signInSteps } from '../__testUtils__/signInSteps';
import {
  alice,
  bob,
  StartedPlugin,
  startPlugin,
} from '../__testUtils__/startPlugin';

jest.setTimeout(60_000);

describe('A workspace whose metadata names other servers', () => {
  let plugin: StartedPlugin;
  let workspace: StandIn;
  let elsewhere: StandIn;

  beforeAll(async () => {
    workspace = await StandIn.start();
    elsewhere = await StandIn.start();
    plugin = await startPlugin({
      configure: config => ({
        ...config,
        fabrics: {
          hostile: {
            type: 'sql',
            owner: '*',
            workspaceUrl: workspace.url,
            warehouseId: 'abc123',
          },
        },
      }),
    });
  });

  beforeEach(() => {
    workspace.forget();
    elsewhere.forget();
  });

  afterAll(async () => {
    await plugin.stop();
    await workspace.stop();
    await elsewhere.stop();
  });

  it.each([
    ['for the tokens', (it: string) => ({ issuer: `${it}/oidc` })],
    ['for everything, its own name included', () => ({})],
  ])('is not led by it: %s', async (_, issuer) => {
    const to = elsewhere.url;
    workspace.answer(200, {
      issuer: `${to}/oidc`,
      authorization_endpoint: `${to}/authorize`,
      token_endpoint: `${to}/token`,
      ...issuer(workspace.url),
    });
    const steps = signInSteps(plugin);
    const started = await steps.start(alice, 'hostile');
    const url = new URL(started.authorizationUrl);
    expect(url.origin + url.pathname).toBe(
      `${workspace.url}/oidc/v1/authorize`,
    );
    const page = await steps.callback(
      `/api/databricks/oauthredirect?code=the-code&state=${url.searchParams.get(
        'state',
      )}`,
      started.cookie,
    );
    expect(page.status).toBe(400);
    expect(workspace.requests.map(it => `${it.method} ${it.path}`)).toEqual([
      'POST /oidc/v1/token',
    ]);
    expect(workspace.requests[0].body).toContain('the-code');

    const test = await plugin
      .as(bob)
      .post('/api/databricks/app-connections/default/test')
      .send({ workspaceUrl: workspace.url });
    expect(test.status).toBe(200);
    expect(elsewhere.connections).toBe(0);
    expect(await plugin.knex('grants')).toEqual([]);
  });
});
