import { dumpDatabase } from '../databases/dumpDatabase';
import { LeakOracle } from '../leaks/LeakOracle';
import {
  startBackendProcess,
  type BackendProcess,
} from '../processes/startBackendProcess';
import { startTestPortal, type TestPortal } from './startTestPortal';

jest.setTimeout(300_000);

describe('A sign-in on three replicas with one PostgreSQL', () => {
  const oracle = new LeakOracle();
  let portal: TestPortal;
  /** Of those that have ended. */
  let formerLogs = '';

  beforeAll(async () => {
    portal = await startTestPortal({ name: 'sign_in', replicas: 3 });
    oracle.register('client secret', portal.appConnection.clientSecret);
  });

  afterAll(() => portal?.stop());

  async function start(replica: BackendProcess, as: string) {
    const started = await portal.startSignIn(replica, { as });
    expect([started.status, started.body]).toEqual([201, expect.anything()]);
    const signIn = await portal.signIn(started);
    const { searchParams } = new URL(signIn.path, replica.url);
    const { id, cookie } = signIn;
    oracle.register(`code of ${id}`, searchParams.get('code')!);
    oracle.register(`state of ${id}`, searchParams.get('state')!);
    oracle.register(`cookie of ${id}`, cookie.split('=')[1]);
    return signIn;
  }

  async function statusOn(replica: BackendProcess, as: string, id: string) {
    const { body } = await replica.client.request(
      `/api/databricks/sign-ins/${id}`,
      { as },
    );
    return JSON.parse(body).status;
  }

  it('is started on one, comes back to another, and is seen on the third', async () => {
    const [first, second, third] = portal.replicas;
    const signIn = await start(first, 'alice');
    expect(await statusOn(third, 'alice', signIn.id)).toBe('pending');
    const page = await portal.callBack(second, signIn);
    expect(page.status).toBe(200);
    expect(await statusOn(third, 'alice', signIn.id)).toBe('succeeded');
    for (const replica of portal.replicas) {
      const { body } = await replica.client.request(
        '/api/databricks/connections',
        { as: 'alice' },
      );
      expect(JSON.parse(body).items).toMatchObject([
        {
          status: 'connected',
          databricksUser: { userName: 'ada@example.com' },
        },
      ]);
    }
  });

  it('has one winner among twenty equal callbacks at once', async () => {
    const { replicas, simulator } = portal;
    const signIn = await start(replicas[0], 'alice');
    const calls = simulator.calls.token;
    const pages = await Promise.all(
      Array.from({ length: 20 }, (_, i) =>
        portal.callBack(replicas[i % 3], signIn),
      ),
    );
    const statuses = pages.map(it => it.status).sort();
    expect(statuses).toEqual([200, ...Array(19).fill(400)]);
    expect(simulator.calls.token).toBe(calls + 1);
    expect(await statusOn(replicas[2], 'alice', signIn.id)).toBe('succeeded');
  });

  it('survives that all of them are killed and started again in between', async () => {
    const { options, replicas } = portal;
    const signIn = await start(replicas[1], 'bob');
    const [{ port }] = replicas;
    formerLogs += replicas.map(it => it.logs()).join('');
    await Promise.all(replicas.map(it => it.kill()));
    const reborn = await startBackendProcess({ ...options, port });
    replicas.splice(0, replicas.length, reborn);
    const page = await portal.callBack(reborn, signIn);
    expect(page.status).toBe(200);
    expect(await statusOn(reborn, 'bob', signIn.id)).toBe('succeeded');
    const { body } = await reborn.client.request(
      '/api/databricks/connections',
      { as: 'alice' },
    );
    expect(JSON.parse(body).items).toMatchObject([{ status: 'connected' }]);
  });

  it('leaves nothing secret in the logs of any of them, nor in PostgreSQL', async () => {
    oracle.registerTokens(portal.simulator.tokens);
    expect(oracle.names.length).toBeGreaterThan(12);
    const databaseDump = await dumpDatabase(portal.options.database);
    expect(databaseDump).toContain('ada@example.com');
    const logs = {
      former: formerLogs,
      ...Object.fromEntries(
        portal.replicas.map((it, i) => [`replica ${i}`, it.logs()]),
      ),
    };
    expect(logs.former).toContain('oauthredirect');
    expect(oracle.search({ logs, databaseDump })).toEqual([]);
  });
});
