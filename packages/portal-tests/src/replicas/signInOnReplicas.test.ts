import { randomBytes } from 'node:crypto';
import {
  signInAs,
  startSimulator,
  type Simulator,
} from '@backstage-databricks/databricks-simulator';
import { dumpDatabase } from '../databases/dumpDatabase';
import { LeakOracle } from '../leaks/LeakOracle';
import {
  startBackendProcess,
  type BackendProcess,
  type BackendProcessOptions,
} from '../processes/startBackendProcess';
import { startPostgres, type PostgresServer } from '../databases/startPostgres';
import { startReplicas } from './startReplicas';

jest.setTimeout(300_000);

const client = {
  clientId: 'the-app-connection',
  clientSecret: randomBytes(16).toString('hex'),
};

describe('A sign-in on three replicas with one PostgreSQL', () => {
  const oracle = new LeakOracle();
  let postgres: PostgresServer;
  let simulator: Simulator;
  let options: BackendProcessOptions;
  let replicas: BackendProcess[];
  /** Of those that have ended. */
  let formerLogs = '';

  beforeAll(async () => {
    postgres = await startPostgres();
    simulator = await startSimulator();
    oracle.register('client secret', client.clientSecret);
    options = {
      database: {
        client: 'pg',
        connectionString: postgres.connectionString,
        prefix: `sign_in_${randomBytes(4).toString('hex')}_`,
      },
      databricks: {
        encryption: {
          primaryKey: 'k1',
          keys: { k1: { secret: randomBytes(32).toString('base64') } },
        },
        appConnections: { default: client },
        fabrics: {
          everybody: {
            type: 'sql',
            owner: '*',
            workspaceUrl: simulator.url,
            warehouseId: 'abc123',
          },
        },
      },
      leaveOut: ['events', 'notifications', 'signals', 'user-settings'],
    };
    replicas = await startReplicas(3, options);
    simulator.account.addAppConnection({
      ...client,
      redirectUris: [`${replicas[0].url}/api/databricks/oauthredirect`],
    });
  });

  afterAll(async () => {
    await Promise.all((replicas ?? []).map(it => it.kill()));
    await simulator?.stop();
    await postgres?.stop();
  });

  async function start(replica: BackendProcess, as: string) {
    const answer = await replica.client.request('/api/databricks/sign-ins', {
      method: 'POST',
      as,
      json: { fabric: 'everybody' },
    });
    expect([answer.status, answer.body]).toEqual([201, expect.anything()]);
    const [cookie] = answer.headers.getSetCookie()[0].split(';');
    const { id, authorizationUrl } = JSON.parse(answer.body);
    const callback = new URL(await signInAs(authorizationUrl));
    oracle.register(`code of ${id}`, callback.searchParams.get('code')!);
    oracle.register(`state of ${id}`, callback.searchParams.get('state')!);
    oracle.register(`cookie of ${id}`, cookie.split('=')[1]);
    return { id, cookie, path: callback.pathname + callback.search };
  }

  async function statusOn(replica: BackendProcess, as: string, id: string) {
    const { body } = await replica.client.request(
      `/api/databricks/sign-ins/${id}`,
      { as },
    );
    return JSON.parse(body).status;
  }

  it('is started on one, comes back to another, and is seen on the third', async () => {
    const [first, second, third] = replicas;
    const { id, cookie, path } = await start(first, 'alice');
    expect(await statusOn(third, 'alice', id)).toBe('pending');
    const page = await second.client.request(path, { headers: { cookie } });
    expect(page.status).toBe(200);
    expect(await statusOn(third, 'alice', id)).toBe('succeeded');
    for (const replica of replicas) {
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
    const { id, cookie, path } = await start(replicas[0], 'alice');
    const calls = simulator.calls.token;
    const pages = await Promise.all(
      Array.from({ length: 20 }, (_, i) =>
        replicas[i % 3].client.request(path, { headers: { cookie } }),
      ),
    );
    const statuses = pages.map(it => it.status).sort();
    expect(statuses).toEqual([200, ...Array(19).fill(400)]);
    expect(simulator.calls.token).toBe(calls + 1);
    expect(await statusOn(replicas[2], 'alice', id)).toBe('succeeded');
  });

  it('survives that all of them are killed and started again in between', async () => {
    const { id, cookie, path } = await start(replicas[1], 'bob');
    const [{ url, port }] = replicas;
    formerLogs += replicas.map(it => it.logs()).join('');
    await Promise.all(replicas.map(it => it.kill()));
    replicas = [await startBackendProcess({ ...options, port, baseUrl: url })];
    const [reborn] = replicas;
    const page = await reborn.client.request(path, { headers: { cookie } });
    expect(page.status).toBe(200);
    expect(await statusOn(reborn, 'bob', id)).toBe('succeeded');
    const { body } = await reborn.client.request(
      '/api/databricks/connections',
      { as: 'alice' },
    );
    expect(JSON.parse(body).items).toMatchObject([{ status: 'connected' }]);
  });

  it('leaves nothing secret in the logs of any of them, nor in PostgreSQL', async () => {
    for (const token of simulator.tokens.accessTokens) {
      oracle.register(`access token ${token.slice(-6)}`, token);
    }
    for (const { token } of simulator.tokens.refreshTokens) {
      oracle.register(`refresh token ${token.slice(-6)}`, token);
    }
    expect(oracle.names.length).toBeGreaterThan(12);
    const databaseDump = await dumpDatabase(options.database);
    expect(databaseDump).toContain('ada@example.com');
    const logs = {
      former: formerLogs,
      ...Object.fromEntries(
        replicas.map((it, i) => [`replica ${i}`, it.logs()]),
      ),
    };
    expect(logs.former).toContain('oauthredirect');
    expect(oracle.search({ logs, databaseDump })).toEqual([]);
  });
});
