import { randomBytes } from 'node:crypto';
import {
  signInAs,
  startSimulator,
  type Simulator,
} from '@backstage-databricks/databricks-simulator';
import { Client } from 'pg';
import type { BackendProcess } from './startBackendProcess';
import { startPostgres, type PostgresServer } from './startPostgres';
import { startReplicas } from './startReplicas';
import { waitUntil } from './waitUntil';

jest.setTimeout(300_000);

const client = {
  clientId: 'the-app-connection',
  clientSecret: randomBytes(16).toString('hex'),
};

/** The lease, and what another replica may take to notice that it is over. */
const RECOVERY_MS = 31_000;

describe('Tokens on four replicas with one PostgreSQL and refresh tokens for one use', () => {
  let postgres: PostgresServer;
  let simulator: Simulator;
  let replicas: BackendProcess[];
  let database: Client;

  beforeAll(async () => {
    postgres = await startPostgres();
    simulator = await startSimulator({ refreshTokens: 'singleUse' });
    const prefix = `tokens_${randomBytes(4).toString('hex')}_`;
    replicas = await startReplicas(4, {
      database: {
        client: 'pg',
        connectionString: postgres.connectionString,
        prefix,
      },
      databricks: {
        encryption: {
          primaryKey: 'k1',
          keys: { k1: { secret: randomBytes(32).toString('base64') } },
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
    });
    simulator.account.addAppConnection({
      ...client,
      redirectUris: [`${replicas[0].url}/api/databricks/oauthredirect`],
    });
    database = new Client({
      connectionString: `${postgres.connectionString.replace(
        /\/postgres$/,
        '',
      )}/${prefix}databricks`,
    });
    await database.connect();
    for (const replica of replicas) {
      await replica.client.token('alice');
    }
  });

  afterAll(async () => {
    await database?.end();
    await Promise.all((replicas ?? []).map(it => it.kill()));
    await simulator?.stop();
    await postgres?.stop();
  });

  async function connect() {
    const [first] = replicas;
    const started = await first.client.request('/api/databricks/sign-ins', {
      method: 'POST',
      as: 'alice',
      json: { fabric: 'everybody' },
    });
    const [cookie] = started.headers.getSetCookie()[0].split(';');
    const callback = new URL(
      await signInAs(JSON.parse(started.body).authorizationUrl),
    );
    const page = await first.client.request(
      callback.pathname + callback.search,
      { headers: { cookie } },
    );
    expect(page.status).toBe(200);
  }

  const expire = () =>
    database.query('update grants set access_token_expires_at = 1');

  /** Asks the example plugin, which asks Databricks with a token of ours. */
  const ask = (replica: BackendProcess) =>
    replica.client.request('/api/example/clusters/everybody', { as: 'alice' });

  async function storm() {
    simulator.expireAccessTokens();
    const before = simulator.calls.token;
    const answers = await Promise.all(
      Array.from({ length: 100 }, (_, i) => ask(replicas[i % 4])),
    );
    return {
      statuses: [...new Set(answers.map(it => it.status))],
      calls: simulator.calls.token - before,
      // All earlier ones are dead, so that this is what all hundred were given
      tokens: simulator.tokens.accessTokens.length,
    };
  }

  it('a hundred callers of one expired token cost one call, and so does the next time', async () => {
    await connect();
    await expire();
    const one = { statuses: [200], calls: 1, tokens: 1 };
    expect(await storm()).toEqual(one);
    expect(await storm()).toEqual(one);
  });

  it('a killed owner of the lease is replaced, and nothing is lost that was not sent', async () => {
    await connect();
    await expire();
    simulator.expireAccessTokens();
    simulator.faults.next('token', { kind: 'delay', delayMs: 60_000 });
    const [, owner, other] = replicas;
    const calls = simulator.calls.token;
    ask(owner).catch(() => {});
    await waitUntil('The owner has called', 10_000, async () =>
      simulator.calls.token > calls ? true : undefined,
    );
    await owner.kill();
    const killedAt = performance.now();
    await waitUntil('Another replica has recovered', 60_000, async () =>
      (await ask(other)).status === 200 ? true : undefined,
    );
    expect(performance.now() - killedAt).toBeLessThan(RECOVERY_MS);
    expect(simulator.calls.token).toBe(calls + 2);
    const { rows } = await database.query(
      'select status, lease_owner, lease_until from grants',
    );
    expect(rows).toEqual([
      { status: 'connected', lease_owner: null, lease_until: null },
    ]);
  });
});
