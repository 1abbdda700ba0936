import { randomBytes } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import {
  signInAs,
  startSimulator,
  type Simulator,
} from '@backstage-databricks/databricks-simulator';
import { Client } from 'pg';
import {
  startBackendProcess,
  type BackendProcess,
  type BackendProcessOptions,
} from './startBackendProcess';
import { startPostgres, type PostgresServer } from './startPostgres';
import { startReplicas } from './startReplicas';
import { startTcpProxy, type TcpProxy } from './startTcpProxy';
import { waitUntil } from './waitUntil';

jest.setTimeout(600_000);

const client = {
  clientId: 'the-app-connection',
  clientSecret: randomBytes(16).toString('hex'),
};

const encryptionKey = randomBytes(32).toString('base64');

/** A lease, and a moment. */
const LEASE_MS = 31_000;

describe('Tokens while PostgreSQL or a process is in trouble', () => {
  let postgres: PostgresServer;
  let proxy: TcpProxy;
  let simulator: Simulator;
  let replicas: BackendProcess[];
  let database: Client;

  function options(server: string, prefix: string): BackendProcessOptions {
    return {
      database: { client: 'pg', connectionString: server, prefix },
      databricks: {
        encryption: {
          primaryKey: 'k1',
          keys: { k1: { secret: encryptionKey } },
        },
        consumers: { example: { user: true } },
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
  }

  beforeAll(async () => {
    postgres = await startPostgres();
    simulator = await startSimulator({ refreshTokens: 'singleUse' });
    const server = new URL(postgres.connectionString);
    proxy = await startTcpProxy({
      host: server.hostname,
      port: Number(server.port || 5432),
    });
    const prefix = `trouble_${randomBytes(4).toString('hex')}_`;
    const proxied = new URL(server);
    proxied.host = `127.0.0.1:${proxy.port}`;
    replicas = await startReplicas(2, options(proxied.href, prefix));
    simulator.account.addAppConnection({
      ...client,
      redirectUris: [`${replicas[0].url}/api/databricks/oauthredirect`],
    });
    database = await open(`${prefix}databricks`);
    for (const replica of replicas) {
      await replica.client.token('alice');
    }
  });

  beforeEach(async () => {
    proxy.restore();
    simulator.faults.clear();
    await waitUntil('Alice can connect', 60_000, connect);
    await expire();
  });

  afterAll(async () => {
    await database?.end();
    await Promise.all((replicas ?? []).map(it => it.kill()));
    await proxy?.stop();
    await simulator?.stop();
    await postgres?.stop();
  });

  async function open(name: string): Promise<Client> {
    const url = new URL(postgres.connectionString);
    url.pathname = `/${name}`;
    const opened = new Client({ connectionString: url.href });
    await opened.connect();
    return opened;
  }

  async function connect(): Promise<true | undefined> {
    const [first] = replicas;
    const started = await first.client.request('/api/databricks/sign-ins', {
      method: 'POST',
      as: 'alice',
      json: { fabric: 'everybody' },
    });
    if (started.status !== 201) {
      return undefined;
    }
    const [cookie] = started.headers.getSetCookie()[0].split(';');
    const callback = new URL(
      await signInAs(JSON.parse(started.body).authorizationUrl),
    );
    const page = await first.client.request(
      callback.pathname + callback.search,
      { headers: { cookie } },
    );
    return page.status === 200 || undefined;
  }

  /** The stored access token has expired, and so has what replicas remember. */
  async function expire() {
    await database.query('update grants set access_token_expires_at = 1');
    simulator.expireAccessTokens();
  }

  const ask = (replica: BackendProcess) =>
    replica.client.request('/api/example/clusters/everybody', { as: 'alice' });

  const grant = async () =>
    (await database.query('select * from grants')).rows[0];

  const recovered = (replica: BackendProcess, withinMs = 60_000) =>
    waitUntil('A token again', withinMs, async () =>
      (await ask(replica)).status === 200 ? true : undefined,
    );

  async function called(before: number) {
    await waitUntil('Databricks is called', 10_000, async () =>
      simulator.calls.token > before ? true : undefined,
    );
  }

  it.each(['cut', 'hang'] as const)(
    'spends no refresh token while the database is %s, and recovers without a restart',
    async trouble => {
      const [replica] = replicas;
      // Backstage keeps the keys of its own tokens in the same database; from now on it has them in memory
      await recovered(replica);
      await expire();
      const calls = simulator.calls.token;
      proxy[trouble]();
      const startedAt = performance.now();
      const answer = await ask(replica);
      expect([answer.status, answer.body]).toEqual([
        503,
        expect.stringContaining('database'),
      ]);
      expect(performance.now() - startedAt).toBeLessThan(20_000);
      expect(simulator.calls.token).toBe(calls);
      proxy.restore();
      await recovered(replica);
      expect(simulator.calls.token).toBe(calls + 1);
    },
  );

  it.each(['cut', 'hang'] as const)(
    'stores what was renewed though the database was %s when the answer came',
    async trouble => {
      const [replica, other] = replicas;
      simulator.faults.next('token', { kind: 'delay', delayMs: 1_500 });
      const calls = simulator.calls.token;
      const asked = ask(replica);
      await called(calls);
      proxy[trouble]();
      await delay(4_000);
      proxy.restore();
      await asked;
      await recovered(other);
      expect(simulator.calls.token).toBe(calls + 1);
      expect(await grant()).toMatchObject({
        status: 'connected',
        lease_owner: null,
      });
    },
  );

  it('a process that was paused beyond its lease overwrites nothing', async () => {
    const [paused, other] = replicas;
    simulator.faults.next('token', { kind: 'delay', delayMs: 120_000 });
    const calls = simulator.calls.token;
    const late = ask(paused);
    await called(calls);
    process.kill(paused.pid, 'SIGSTOP');
    await delay(LEASE_MS);
    await recovered(other);
    const before = await grant();
    process.kill(paused.pid, 'SIGCONT');
    await late;
    await recovered(paused);
    expect(await grant()).toMatchObject({
      generation: before.generation,
      refresh_token: before.refresh_token,
      status: 'connected',
      failures: 0,
    });
  });

  it('a process that dies after the call costs at most this connection, with its true reason', async () => {
    const [, other] = replicas;
    simulator.faults.next('token', {
      kind: 'delay',
      delayMs: 60_000,
      processed: 'before',
    });
    const calls = simulator.calls.token;
    ask(other).catch(() => {});
    await called(calls);
    await other.kill();
    await waitUntil('The lease is over', 60_000, async () =>
      (await ask(replicas[0])).status === 409 ? true : undefined,
    );
    expect(await grant()).toMatchObject({
      status: 'reconnect_required',
      reason_code: 'answer_lost',
      refresh_token: null,
    });
  });

  it('five replicas that start on an empty database all come up', async () => {
    const prefix = `five_${randomBytes(4).toString('hex')}_`;
    const five = options(postgres.connectionString, prefix);
    // Backstage itself does not come up five times at once on an empty database: its own tables are there before
    const first = await startBackendProcess(five);
    await first.stop();
    const ours = await open(`${prefix}databricks`);
    const { rows } = await ours.query(
      `select tablename from pg_tables where schemaname = 'public' and tablename not like 'backstage\\_%'`,
    );
    expect(rows.map(it => it.tablename)).toContain('grants');
    for (const { tablename } of rows) {
      await ours.query(`drop table ${tablename} cascade`);
    }
    await ours.end();
    const started = await Promise.allSettled(
      Array.from({ length: 5 }, () => startBackendProcess(five)),
    );
    const running = started.flatMap(it =>
      it.status === 'fulfilled' ? [it.value] : [],
    );
    try {
      expect(
        started.flatMap(it => (it.status === 'rejected' ? [it.reason] : [])),
      ).toEqual([]);
      for (const replica of running) {
        const { status } = await replica.client.request(
          '/api/databricks/fabrics',
          { as: 'alice' },
        );
        expect(status).toBe(200);
      }
    } finally {
      await Promise.all(running.map(it => it.kill()));
    }
  });
});
