import type { RecordedResponse } from '../processes/BackendClient';
import type { BackendProcess } from '../processes/startBackendProcess';
import { startTestPortal, type TestPortal } from './startTestPortal';
import { waitUntil } from '../waitUntil';

jest.setTimeout(300_000);

/** Twice what is promised for every replica. */
const STALENESS_BOUND_MS = 20_000;

/** So short that tokens are refreshed every few seconds. */
const TOKEN_LIFETIME_SECONDS = 6;

const APP_CONNECTION = 'the-app-connection';
const SERVICE_PRINCIPAL = 'the-service-principal';

describe('Settings that an admin changes on one of three replicas', () => {
  let portal: TestPortal;

  beforeAll(async () => {
    portal = await startTestPortal({
      name: 'settings',
      replicas: 3,
      simulator: { accessTokenLifetimeSeconds: TOKEN_LIFETIME_SECONDS },
      databricks: () => ({
        admins: ['group:default/platform'],
        appConnections: {},
        fabrics: {},
      }),
    });
    const [first] = portal.replicas;
    registerAppConnection('first-secret');
    registerServicePrincipal('first-secret');
    const definitions = {
      '/app-connections/main': {
        clientId: APP_CONNECTION,
        clientSecret: 'first-secret',
      },
      '/fabrics/people': {
        type: 'sql',
        owner: '*',
        workspaceUrl: portal.simulator.url,
        warehouseId: 'abc123',
      },
      '/fabrics/robots': {
        type: 'prophecy',
        oauthType: 'm2m',
        owner: '*',
        workspaceUrl: portal.simulator.url,
        warehouseId: 'abc123',
      },
      '/fabrics/robots/service-principal': {
        clientId: SERVICE_PRINCIPAL,
        clientSecret: 'first-secret',
      },
    };
    for (const [path, body] of Object.entries(definitions)) {
      const answer = await asBob(first, 'PUT', path, body);
      if (answer.status >= 300) {
        throw new Error(
          `${path}: ${answer.status} ${JSON.stringify(answer.body)}`,
        );
      }
    }
    const wanted = await etagsOn(first);
    await seenByAll(wanted);
    await portal.connect(first, { fabric: 'people' });
  });

  afterAll(() => portal?.stop());

  function registerAppConnection(
    clientSecret: string,
    clientId = APP_CONNECTION,
  ) {
    portal.register({ clientId, clientSecret });
  }

  function registerServicePrincipal(clientSecret: string) {
    portal.simulator.account.addServicePrincipal({
      clientId: SERVICE_PRINCIPAL,
      clientSecret,
    });
  }

  async function asBob(
    replica: BackendProcess,
    method: string,
    path: string,
    body?: object,
    etag?: string,
  ) {
    const answer = await replica.client.request(`/api/databricks${path}`, {
      method,
      as: 'bob',
      json: body,
      headers: etag ? { 'if-match': etag } : {},
    });
    return { status: answer.status, body: JSON.parse(answer.body) };
  }

  /** What a replica goes by at the moment. */
  async function etagsOn(replica: BackendProcess) {
    const { body } = await asBob(replica, 'GET', '/settings');
    const robots = body.fabrics.find(
      (it: { name: string }) => it.name === 'robots',
    );
    return {
      appConnection: body.appConnections[0]?.etag as string,
      fabric: robots?.etag as string,
    };
  }

  async function seenByAll(etags: object) {
    const startedAt = performance.now();
    for (const replica of portal.replicas) {
      await waitUntil(
        'Every replica knows',
        STALENESS_BOUND_MS - (performance.now() - startedAt),
        async () => {
          const seen = JSON.stringify(await etagsOn(replica));
          return seen === JSON.stringify(etags);
        },
      );
    }
  }

  /** Tokens of a user and of a service principal, and sign-ins, on every replica until it is stopped. */
  function startTraffic() {
    const { replicas, database } = portal;
    const failures: string[] = [];
    let goesOn = true;
    let done = 0;
    const forever = async (work: () => Promise<void>) => {
      while (goesOn) {
        await work();
        done += 1;
      }
    };
    const note = (what: string, { status, body }: RecordedResponse) => {
      if (status >= 300) {
        failures.push(`${what}: ${status} ${body}`);
      }
    };
    const ask = (replica: BackendProcess, fabric: string) => async () =>
      note(fabric, await portal.ask(replica, { fabric }));
    const signInOnEach = async () => {
      for (const replica of replicas) {
        const bob = { as: 'bob', fabric: 'people' };
        const started = await portal.startSignIn(replica, bob);
        note('start', started);
        const returned = await portal.signIn(started);
        note('callback', await portal.callBack(replica, returned));
      }
      // A user may start twenty in a minute
      await database.query(`delete from sign_ins where status = 'succeeded'`);
    };
    const all = [
      ...replicas.map(it => forever(ask(it, 'people'))),
      ...replicas.map(it => forever(ask(it, 'robots'))),
      forever(signInOnEach),
    ];
    return {
      failures,
      /** Goes on until so much more is done. */
      async goOn(count: number) {
        const until = done + count;
        await waitUntil('Traffic goes on', 60_000, () => done >= until);
      },
      async stop() {
        goesOn = false;
        await Promise.all(all);
      },
    };
  }

  /** How many calls a replica needs for a token: one, unless it tries an old secret first. */
  async function callsForToken(replica: BackendProcess, fabric: string) {
    await portal.expire();
    const calls = portal.simulator.calls.token;
    expect((await portal.ask(replica, { fabric })).status).toBe(200);
    return portal.simulator.calls.token - calls;
  }

  it.each([
    {
      what: 'The secret of an app connection',
      fabric: 'people',
      path: '/app-connections/main',
      clientId: APP_CONNECTION,
      register: registerAppConnection,
    },
    {
      what: 'The secret of a service principal',
      fabric: 'robots',
      path: '/fabrics/robots/service-principal',
      clientId: SERVICE_PRINCIPAL,
      register: registerServicePrincipal,
    },
  ])(
    '$what is used by all of them, while sign-ins and refreshes go on and none fails',
    async ({ fabric, path, clientId, register }) => {
      const { replicas, simulator } = portal;
      const [, second] = replicas;
      const traffic = startTraffic();
      await traffic.goOn(30);
      const before = await etagsOn(second);
      // A refresh of each kind and the code of a sign-in are on their way with the secret that ends now
      const calls = simulator.calls.token;
      simulator.faults.next('token', { kind: 'delay', delayMs: 8_000 }, 3);
      await waitUntil(
        'Three calls are held',
        7_000,
        () => simulator.calls.token >= calls + 3,
      );
      register('second-secret');
      const changed = await asBob(
        second,
        'PUT',
        path,
        { clientId, clientSecret: 'second-secret' },
        fabric === 'people' ? before.appConnection : before.fabric,
      );
      expect([changed.status, changed.body]).toEqual([200, expect.anything()]);
      await seenByAll(await etagsOn(second));
      await traffic.goOn(30);
      await traffic.stop();
      expect(traffic.failures).toEqual([]);
      for (const replica of replicas) {
        expect(await callsForToken(replica, fabric)).toBe(1);
      }
      const { rows } = await portal.database.query(
        `select distinct status, reason_code from grants where kind = 'user'`,
      );
      expect(rows).toEqual([{ status: 'connected', reason_code: null }]);
    },
  );

  it('are saved by one of three admins at once, and no client ID is stored with the secret of another', async () => {
    const { replicas } = portal;
    const { appConnection } = await etagsOn(replicas[0]);
    const answers = await Promise.all(
      replicas.map((replica, index) =>
        asBob(
          replica,
          'PUT',
          '/app-connections/main',
          { clientId: `client-${index}`, clientSecret: `secret-${index}` },
          appConnection,
        ),
      ),
    );
    expect(answers.map(it => it.status).sort()).toEqual([200, 409, 409]);
    const winner = answers.findIndex(it => it.status === 200);
    registerAppConnection(`secret-${winner}`, `client-${winner}`);
    await seenByAll(await etagsOn(replicas[winner]));
    for (const replica of replicas) {
      const { body } = await asBob(replica, 'GET', '/settings');
      expect(body.appConnections[0].clientId).toBe(`client-${winner}`);
      await portal.connect(replica, { fabric: 'people' });
    }
  });
});
