import { randomBytes } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import {
  signInAs,
  startSimulator,
  type Simulator,
  type SimulatorOptions,
} from '@backstage-databricks/databricks-simulator';
import type { JsonObject } from '@backstage/types';
import { Client } from 'pg';
import { databaseOn } from '../databases/databaseOn';
import { startPostgres } from '../databases/startPostgres';
import type { RecordedResponse } from '../processes/BackendClient';
import type {
  BackendProcess,
  BackendProcessOptions,
} from '../processes/startBackendProcess';
import { startReplicas } from './startReplicas';
import { startTcpProxy, type TcpProxy } from './startTcpProxy';

/** Who does it, and with which fabric. Default: Alice, `everybody`. */
type Act = { as?: string; fabric?: string };

/** A sign-in whose user has come back from Databricks. */
export type ReturnedSignIn = {
  id: string;
  /** Of the callback, with its query. */
  path: string;
  cookie: string;
};

/** Replicas on one PostgreSQL with a simulated workspace. */
export type TestPortal = {
  simulator: Simulator;
  /** The first one reaches PostgreSQL through `proxy`, the others directly. */
  replicas: BackendProcess[];
  proxy: TcpProxy;
  /** The plugin's own, reached directly. */
  database: Client;
  /** For one more replica that reaches PostgreSQL directly. */
  options: BackendProcessOptions;
  appConnection: { clientId: string; clientSecret: string };
  /** Makes the app connection known at Databricks, in the place of the one with the same client ID. */
  register(appConnection: { clientId: string; clientSecret: string }): void;
  startSignIn(replica: BackendProcess, act?: Act): Promise<RecordedResponse>;
  /** Signs in at Databricks. */
  signIn(started: RecordedResponse): Promise<ReturnedSignIn>;
  callBack(
    replica: BackendProcess,
    signIn: ReturnedSignIn,
  ): Promise<RecordedResponse>;
  /** A whole sign-in, which must succeed. */
  connect(replica: BackendProcess, act?: Act): Promise<void>;
  /** Asks the example plugin, which asks Databricks with a token of ours. */
  ask(replica: BackendProcess, act?: Act): Promise<RecordedResponse>;
  /**
   * The same as a client does it, which asks again where it is answered 503 with the time to wait: on a busy machine a
   * statement may miss its deadline.
   */
  askOn(replica: BackendProcess, act?: Act): Promise<RecordedResponse>;
  /** The stored access tokens have expired, and Databricks refuses those that replicas remember. */
  expire(): Promise<void>;
  stop(): Promise<void>;
};

/** Which parts of the portal a test has its own way. */
export type TestPortalOptions = {
  /** Begins the names of the databases. */
  name: string;
  replicas: number;
  simulator?: SimulatorOptions;
  /** Keys of the `databricks` section that differ. */
  databricks?: (workspaceUrl: string) => JsonObject;
  /** What is done to the plugin's own database, which is empty, before a replica opens it. */
  prepare?: (database: Client) => Promise<unknown>;
} & Pick<BackendProcessOptions, 'env' | 'leaveOut' | 'preload'>;

/** Starts a portal in which both people of the demo may use the fabric `everybody`. Refresh tokens are for one use. */
export async function startTestPortal(
  options: TestPortalOptions,
): Promise<TestPortal> {
  const postgres = await startPostgres();
  const server = new URL(postgres.connectionString);
  const proxy = await startTcpProxy({
    host: server.hostname,
    port: Number(server.port || 5432),
  });
  const simulator = await startSimulator({
    refreshTokens: 'singleUse',
    ...options.simulator,
  });
  const onServer = databaseOn(postgres, options.name);
  const appConnection = {
    clientId: 'the-app-connection',
    clientSecret: randomBytes(16).toString('hex'),
  };
  const backend: BackendProcessOptions = {
    database: onServer,
    databricks: {
      encryption: {
        primaryKey: 'k1',
        keys: { k1: { secret: randomBytes(32).toString('base64') } },
      },
      consumers: { example: { user: true, servicePrincipalOf: '*' } },
      appConnections: { default: appConnection },
      fabrics: {
        everybody: {
          type: 'sql',
          owner: '*',
          workspaceUrl: simulator.url,
          warehouseId: 'abc123',
        },
      },
      ...options.databricks?.(simulator.url),
    },
    leaveOut: options.leaveOut ?? [
      'events',
      'notifications',
      'signals',
      'user-settings',
    ],
    env: options.env,
    preload: options.preload,
  };
  const proxied = new URL(server);
  proxied.host = `127.0.0.1:${proxy.port}`;
  const ours = new URL(`/${onServer.prefix}databricks`, server);
  if (options.prepare) {
    await withClient(new URL('/postgres', server), it =>
      it.query(`create database ${onServer.prefix}databricks`),
    );
    await withClient(ours, options.prepare);
  }
  const replicas = await startReplicas(options.replicas, backend, {
    database: { ...onServer, connectionString: proxied.href },
  });
  const [first] = replicas;

  const database = new Client({ connectionString: ours.href });
  await database.connect();

  const portal: TestPortal = {
    simulator,
    replicas,
    proxy,
    database,
    options: { ...backend, baseUrl: first.url },
    appConnection,
    register(client) {
      simulator.account.addAppConnection({
        ...client,
        redirectUris: [`${first.url}/api/databricks/oauthredirect`],
      });
    },
    startSignIn: (replica, { as = 'alice', fabric = 'everybody' } = {}) =>
      replica.client.request('/api/databricks/sign-ins', {
        method: 'POST',
        as,
        json: { fabric },
      }),
    async signIn(started) {
      const [cookie] = started.headers.getSetCookie()[0].split(';');
      const { id, authorizationUrl } = JSON.parse(started.body);
      const callback = new URL(await signInAs(authorizationUrl));
      return { id, cookie, path: callback.pathname + callback.search };
    },
    callBack: (replica, { path, cookie }) =>
      replica.client.request(path, { headers: { cookie } }),
    async connect(replica, act) {
      const started = await portal.startSignIn(replica, act);
      expect([started.status, started.body]).toEqual([201, expect.anything()]);
      const page = await portal.callBack(replica, await portal.signIn(started));
      expect([page.status, page.body]).toEqual([200, expect.anything()]);
    },
    ask: (replica, { as = 'alice', fabric = 'everybody' } = {}) =>
      replica.client.request(`/api/example/clusters/${fabric}`, { as }),
    async askOn(replica, act) {
      const answer = await portal.ask(replica, act);
      if (answer.status !== 503) {
        return answer;
      }
      await delay(1_000 * Number(answer.headers.get('retry-after') ?? 1));
      return portal.askOn(replica, act);
    },
    async expire() {
      await database.query('update grants set access_token_expires_at = 1');
      simulator.expireAccessTokens();
    },
    async stop() {
      await database.end();
      await Promise.all(replicas.map(it => it.kill()));
      await proxy.stop();
      await simulator.stop();
      await postgres.stop();
    },
  };
  portal.register(appConnection);
  return portal;
}

async function withClient(
  url: URL,
  use: (client: Client) => Promise<unknown>,
): Promise<void> {
  const client = new Client({ connectionString: url.href });
  await client.connect();
  try {
    await use(client);
  } finally {
    await client.end();
  }
}
