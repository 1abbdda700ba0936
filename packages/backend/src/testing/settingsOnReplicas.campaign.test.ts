import { randomBytes } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import {
  signInAs,
  startSimulator,
  type Simulator,
} from '@backstage-databricks/databricks-simulator';
import { type BackendProcess } from './startBackendProcess';
import { startPostgres, type PostgresServer } from './startPostgres';
import { startReplicas } from './startReplicas';

jest.setTimeout(300_000);

/** What is promised for every replica. */
const MAX_STALENESS_MS = 10_000;

const CLIENT_ID = 'the-app-connection';

describe('Settings that an admin changes on one of three replicas', () => {
  let postgres: PostgresServer;
  let simulator: Simulator;
  let replicas: BackendProcess[];

  beforeAll(async () => {
    postgres = await startPostgres();
    simulator = await startSimulator();
    replicas = await startReplicas(3, {
      database: {
        client: 'pg',
        connectionString: postgres.connectionString,
        prefix: `settings_${randomBytes(4).toString('hex')}_`,
      },
      databricks: {
        admins: ['group:default/platform'],
        encryption: {
          primaryKey: 'k1',
          keys: { k1: { secret: randomBytes(32).toString('base64') } },
        },
      },
      leaveOut: ['events', 'notifications', 'signals', 'user-settings'],
    });
  });

  afterAll(async () => {
    await Promise.all((replicas ?? []).map(it => it.kill()));
    await simulator?.stop();
    await postgres?.stop();
  });

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
    return {
      status: answer.status,
      body: JSON.parse(answer.body),
      cookie: answer.headers.get('set-cookie')?.split(';')[0] ?? '',
    };
  }

  function register(clientSecret: string) {
    simulator.account.removeAppConnection(CLIENT_ID);
    simulator.account.addAppConnection({
      clientId: CLIENT_ID,
      clientSecret,
      redirectUris: [`${replicas[0].url}/api/databricks/oauthredirect`],
    });
  }

  async function connect(replica: BackendProcess): Promise<number> {
    const started = await asBob(replica, 'POST', '/sign-ins', {
      fabric: 'new',
    });
    expect(started.status).toBe(201);
    const callback = new URL(await signInAs(started.body.authorizationUrl));
    const page = await replica.client.request(
      callback.pathname + callback.search,
      { headers: { cookie: started.cookie } },
    );
    return page.status;
  }

  it('are used by all of them within ten seconds, and no sign-in fails', async () => {
    const [first, second, third] = replicas;
    register('first-secret');
    const connection = await asBob(first, 'PUT', '/app-connections/main', {
      clientId: CLIENT_ID,
      clientSecret: 'first-secret',
    });
    expect(connection.status).toBe(201);
    const fabric = await asBob(first, 'PUT', '/fabrics/new', {
      type: 'sql',
      owner: 'group:default/platform',
      workspaceUrl: simulator.url,
      warehouseId: 'abc123',
    });
    expect(fabric.status).toBe(201);
    await delay(MAX_STALENESS_MS);
    for (const replica of replicas) {
      expect(await connect(replica)).toBe(200);
    }

    const changed = await asBob(
      second,
      'PUT',
      '/app-connections/main',
      { clientId: CLIENT_ID, clientSecret: 'second-secret' },
      connection.body.etag,
    );
    expect(changed.status).toBe(200);
    register('second-secret');
    await delay(MAX_STALENESS_MS);
    for (const replica of [third, first, second]) {
      expect(await connect(replica)).toBe(200);
    }
  });

  it('are saved by one of two admins at once', async () => {
    const { body } = await asBob(replicas[0], 'GET', '/settings');
    const [{ etag }] = body.appConnections;
    const answers = await Promise.all(
      replicas.map((replica, index) =>
        asBob(
          replica,
          'PUT',
          '/app-connections/main',
          { clientId: CLIENT_ID, title: `From ${index}` },
          etag,
        ),
      ),
    );
    expect(answers.map(it => it.status).sort()).toEqual([200, 409, 409]);
  });
});
