import { createServiceFactory } from '@backstage/backend-plugin-api';
import {
  SignalPayload,
  signalsServiceRef,
} from '@backstage/plugin-signals-node';
import { signInAs } from '@backstage-databricks/databricks-simulator';
import { signInSteps } from '../__testUtils__/signInSteps';
import {
  alice,
  bob,
  mallory,
  StartedPlugin,
  startPlugin,
} from '../__testUtils__/startPlugin';

jest.setTimeout(60_000);

const base = '/api/databricks';

/** What open pages of these users are told. */
const connectionsOf = (...entityRef: string[]) => ({
  channel: 'databricks',
  recipients: { type: 'user', entityRef },
  message: { changed: 'connections' },
});

const settings = {
  channel: 'databricks',
  recipients: { type: 'broadcast' },
  message: { changed: 'settings' },
};

describe('Signals of changes', () => {
  const published: SignalPayload[] = [];
  let publish: (signal: SignalPayload) => Promise<void>;
  let plugin: StartedPlugin;
  let steps: ReturnType<typeof signInSteps>;

  beforeAll(async () => {
    plugin = await startPlugin({
      features: [
        createServiceFactory({
          service: signalsServiceRef,
          deps: {},
          factory: () => ({ publish: signal => publish(signal) }),
        }),
      ],
    });
    steps = signInSteps(plugin);
  });

  beforeEach(async () => {
    publish = async signal => {
      published.push(signal);
    };
    await plugin.knex('grants').delete();
    published.length = 0;
  });

  afterAll(() => plugin.stop());

  it('go to the user who connected, failed to and disconnected', async () => {
    expect((await plugin.connect(alice)).status).toBe(200);
    expect(published).toEqual([connectionsOf('user:default/alice')]);

    const denied = await steps.start(mallory, 'everybody');
    const url = await signInAs(denied.authorizationUrl, undefined, {
      deny: true,
    });
    await steps.callback(url, denied.cookie).expect(400);
    expect(published.slice(1)).toEqual([connectionsOf('user:default/mallory')]);

    const [{ id }] = await steps.connections(alice);
    await plugin.as(alice).delete(`${base}/connections/${id}`).expect(200);
    expect(published.slice(2)).toEqual([connectionsOf('user:default/alice')]);
  });

  it('are not sent where nothing changed', async () => {
    const started = await steps.start();
    await steps.callback(await signInAs(started.authorizationUrl)).expect(400);
    const id = '00000000-0000-4000-8000-000000000000';
    await plugin.as(alice).delete(`${base}/connections/${id}`).expect(404);
    await plugin.as(bob).delete(`${base}/admin/connections/${id}`).expect(404);
    await plugin.as(bob).put(`${base}/fabrics/new`).send({}).expect(400);
    expect(published).toEqual([]);
  });

  it('go to the users whose connections an admin ended', async () => {
    await plugin.connect(alice, { fabric: 'everybody' });
    await plugin.connect(mallory, { fabric: 'everybody' });
    published.length = 0;
    await plugin
      .as(bob)
      .delete(`${base}/admin/connections?user=user:default/alice`)
      .expect(200, { ended: 1 });
    expect(published).toEqual([connectionsOf('user:default/alice')]);
  });

  it('tell everybody that settings changed, and nothing of them', async () => {
    const put = await plugin
      .as(bob)
      .put(`${base}/app-connections/added`)
      .send({ clientId: 'canary-id', clientSecret: 'canary-secret' })
      .expect(201);
    expect(published).toEqual([settings]);
    await plugin
      .as(bob)
      .delete(`${base}/app-connections/added`)
      .set('If-Match', put.body.etag)
      .expect(200);
    expect(published).toEqual([settings, settings]);
  });

  it.each([
    ['rejects', () => Promise.reject(new Error('The bus is down'))],
    ['never answers', () => new Promise<void>(() => {})],
    [
      'throws',
      () => {
        throw new Error('The bus is down');
      },
    ],
  ])('that the service %s disturb no disconnect', async (_, fault) => {
    await plugin.connect(alice);
    const [{ id }] = await steps.connections(alice);
    publish = fault;
    await plugin.as(alice).delete(`${base}/connections/${id}`).expect(200);
    expect(await steps.connections(alice)).toEqual([]);
  });
});
