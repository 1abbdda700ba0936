import { signInAs } from '@backstage-databricks/databricks-simulator';
import { JsonObject } from '@backstage/types';
import { signInSteps } from '../__testUtils__/signInSteps';
import {
  alice,
  bob,
  StartedPlugin,
  startPlugin,
} from '../__testUtils__/startPlugin';

jest.setTimeout(60_000);

const CLIENT = {
  clientId: '11111111-2222-3333-4444-555555555555',
  clientSecret: 'app-connection-secret',
};

describe('An app connection that changes while somebody signs in', () => {
  /** Two replicas on one database. */
  let here: StartedPlugin;
  let there: StartedPlugin;
  let etag: string | undefined;

  beforeEach(async () => {
    here = await startPlugin({
      configure: ({ appConnections: _, ...config }: JsonObject) => config,
    });
    etag = undefined;
    await change(CLIENT);
    there = await startPlugin({
      knex: here.knex,
      configure: () => here.databricks,
    });
  });

  afterEach(async () => {
    await there.stop();
    await here.stop();
  });

  async function change(definition: JsonObject) {
    const put = here.as(bob).put('/api/databricks/app-connections/default');
    const { status, body } = await (etag
      ? put.set('If-Match', etag)
      : put
    ).send(definition);
    expect([status, body]).toEqual([etag ? 200 : 201, expect.anything()]);
    etag = body.etag;
  }

  it.each<[string, JsonObject]>([
    ['client ID', { clientId: 'another-client', clientSecret: 'secret' }],
    ['scopes', { ...CLIENT, scopes: ['sql', 'offline_access'] }],
  ])(
    'is noticed when its %s changes during the exchange: nothing is stored',
    async (_, definition) => {
      const { calls, faults } = here.simulator;
      const steps = signInSteps(here);
      const started = await steps.start();
      const url = await signInAs(started.authorizationUrl);
      faults.next('token', { kind: 'delay', delayMs: 700 });
      const answer = steps.callback(url, started.cookie).then(it => it);
      while (calls.token === 0) {
        await new Promise(resolve => setImmediate(resolve));
      }
      await change(definition);
      expect((await answer).status).toBe(400);
      expect(calls.me).toBe(1);
      expect(await steps.outcome(alice, started.id)).toMatchObject({
        status: 'failed',
        error: { code: 'app_connection_changed' },
      });
      expect(await here.knex('grants')).toEqual([]);
    },
  );

  it.each<[string, JsonObject]>([
    ['client ID', { clientId: 'another-client', clientSecret: 'secret' }],
    ['scopes', { ...CLIENT, scopes: ['sql', 'offline_access'] }],
  ])(
    'is noticed at once by the replica that gets the callback, when its %s changed at another: no code is sent',
    async (_, definition) => {
      const steps = signInSteps(there);
      const started = await steps.start(alice, 'studio');
      const url = new URL(await signInAs(started.authorizationUrl));
      expect(url.pathname).toBe('/metadata/oauthCallback');
      await change(definition);
      expect((await steps.callback(url, started.cookie)).status).toBe(400);
      expect(here.simulator.calls.token).toBe(0);
      expect(await steps.outcome(alice, started.id)).toMatchObject({
        error: { code: 'app_connection_changed' },
      });
    },
  );

  it('is used with its new secret, which another replica was told', async () => {
    const steps = signInSteps(there);
    const started = await steps.start(alice, 'studio');
    const url = await signInAs(started.authorizationUrl);
    const { account } = here.simulator;
    const [registered] = account.appConnections;
    account.addAppConnection({ ...registered, clientSecret: 'renewed-secret' });
    await change({ ...CLIENT, clientSecret: 'renewed-secret' });
    expect((await steps.callback(url, started.cookie)).status).toBe(200);
    expect(here.simulator.calls.token).toBe(1);
  });

  it('is used once more with its new secret, when the old one ends while the code is on its way', async () => {
    const { account, calls, faults } = here.simulator;
    const steps = signInSteps(there);
    const started = await steps.start(alice, 'studio');
    const url = await signInAs(started.authorizationUrl);
    faults.next('token', { kind: 'delay', delayMs: 700 });
    const answer = steps.callback(url, started.cookie).then(it => it);
    while (calls.token === 0) {
      await new Promise(resolve => setImmediate(resolve));
    }
    const [registered] = account.appConnections;
    account.addAppConnection({ ...registered, clientSecret: 'renewed-secret' });
    await change({ ...CLIENT, clientSecret: 'renewed-secret' });
    expect((await answer).status).toBe(200);
    expect(calls.token).toBe(2);
  });

  it('is not asked twice with one secret that Databricks rejects', async () => {
    const { account, calls } = here.simulator;
    const steps = signInSteps(here);
    const started = await steps.start();
    const url = await signInAs(started.authorizationUrl);
    const [registered] = account.appConnections;
    account.addAppConnection({ ...registered, clientSecret: 'renewed-secret' });
    expect((await steps.callback(url, started.cookie)).status).toBe(400);
    expect(calls.token).toBe(1);
    expect(await steps.outcome(alice, started.id)).toMatchObject({
      error: { code: 'app_connection_rejected' },
    });
  });
});
