import { signInAs } from '@backstage-databricks/databricks-simulator';
import {
  alice,
  bob,
  StartedPlugin,
  startPlugin,
} from '../__testUtils__/startPlugin';

const CLIENT_ID = 'main-client';

describe('a secret that an admin changes on one replica while the other is busy', () => {
  let first: StartedPlugin;
  let second: StartedPlugin;

  beforeAll(async () => {
    first = await startPlugin({
      configure: config => ({ ...config, appConnections: {}, fabrics: {} }),
    });
    second = await startPlugin({
      knex: first.knex,
      configure: () => first.databricks,
    });
    register('first-secret');
    await put('/app-connections/main', { clientSecret: 'first-secret' });
    await first
      .as(bob)
      .put('/api/databricks/fabrics/reports')
      .send({
        type: 'sql',
        owner: 'group:default/analytics',
        workspaceUrl: first.simulator.url,
        warehouseId: 'abc123',
      })
      .expect(201);
    // The second one has read both
    await second.as(bob).get('/api/databricks/settings').expect(200);
  });

  afterAll(async () => {
    await second.stop();
    await first.stop();
  });

  function register(clientSecret: string) {
    first.simulator.account.removeAppConnection(CLIENT_ID);
    first.simulator.account.addAppConnection({
      clientId: CLIENT_ID,
      clientSecret,
      redirectUris: ['http://localhost:7007/api/databricks/oauthredirect'],
    });
  }

  async function put(path: string, change: object, etag?: string) {
    const answer = await first
      .as(bob)
      .put(`/api/databricks${path}`)
      .set(etag ? { 'If-Match': etag } : {})
      .send({ clientId: CLIENT_ID, ...change });
    expect([answer.status, answer.body.error]).toEqual([
      etag ? 200 : 201,
      undefined,
    ]);
    return answer.body;
  }

  async function changeSecret(clientSecret: string) {
    const { body } = await first.as(bob).get('/api/databricks/settings');
    register(clientSecret);
    const { etag } = body.appConnections[0];
    await put('/app-connections/main', { clientSecret }, etag);
  }

  it('finishes a sign-in in flight with the new one', async () => {
    const started = await second
      .as(alice)
      .post('/api/databricks/sign-ins')
      .send({ fabric: 'reports' });
    const callback = new URL(await signInAs(started.body.authorizationUrl));
    await changeSecret('second-secret');
    const page = await second
      .as()
      .get(callback.pathname + callback.search)
      .set('Cookie', started.headers['set-cookie'][0].split(';')[0]);
    expect(page.status).toBe(200);
  });

  it('renews a connection with the new one, after one refusal at most', async () => {
    await second.as(bob).get('/api/databricks/settings').expect(200);
    await changeSecret('third-secret');
    await first
      .knex('grants')
      .update({ access_token_received_at: 0, access_token_expires_at: 1 });
    const { token } = first.simulator.calls;
    const tested = await second
      .as(alice)
      .post('/api/databricks/fabrics/reports/test')
      .send({});
    expect(tested.body).toMatchObject({ ok: true });
    // Not even one, where the settings were just read again
    expect([token + 1, token + 2]).toContain(first.simulator.calls.token);
  });

  it('stores every text that is a secret, whatever it means elsewhere', async () => {
    await changeSecret('keep');
    expect((await first.connect(alice, { fabric: 'reports' })).status).toBe(
      200,
    );
  });
});
