import { randomBytes } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  signInAs,
  startSimulator,
  type Simulator,
} from '@backstage-databricks/databricks-simulator';
import type { BackendClient } from '../processes/BackendClient';
import { dumpDatabase } from '../databases/dumpDatabase';
import { LeakOracle } from './LeakOracle';
import { readFrontendConfig } from '../processes/readFrontendConfig';
import {
  startEchoingWorkspace,
  type EchoingWorkspace,
} from './startEchoingWorkspace';
import { startBackendProcess } from '../processes/startBackendProcess';

jest.setTimeout(180_000);

const oracle = new LeakOracle();
/** What the user's own browser has to see, but neither the log nor the database. */
const browserSecrets = new LeakOracle();

const client = {
  clientId: 'the-app-connection',
  clientSecret: oracle.canary('client secret'),
};
const servicePrincipal = {
  clientId: 'the-service-principal',
  clientSecret: oracle.canary('secret of the service principal'),
};
const encryptionKey = randomBytes(32).toString('base64');
oracle.register('encryption key', encryptionKey);

function databricks(workspaceUrl: string, echoingUrl: string) {
  return {
    admins: ['group:default/platform'],
    encryption: { primaryKey: 'k1', keys: { k1: { secret: encryptionKey } } },
    appConnections: { default: client },
    fabrics: {
      analytics: {
        type: 'sql',
        owner: 'group:default/analytics',
        workspaceUrl,
        warehouseId: 'b071b9aae119cf23',
        servicePrincipal,
      },
      // Behind a proxy that nobody serves
      remote: {
        type: 'sql',
        owner: 'group:default/analytics',
        workspaceUrl: 'https://adb-1.2.azuredatabricks.net',
        warehouseId: 'b071b9aae119cf23',
        servicePrincipal,
      },
      echoing: {
        type: 'prophecy',
        owner: 'group:default/analytics',
        workspaceUrl: echoingUrl,
        warehouseId: 'b071b9aae119cf23',
      },
    },
  };
}

/** Alice connects, uses every route of a connection, and makes a few mistakes. */
async function useEverything(backend: BackendClient) {
  const start = () =>
    backend.request('/api/databricks/sign-ins', {
      method: 'POST',
      as: 'alice',
      json: { fabric: 'analytics' },
    });
  const started = await start();
  expect(started.status).toBe(201);
  const { id, authorizationUrl } = JSON.parse(started.body);
  const [cookie] = started.headers.getSetCookie()[0].split(';');
  const callback = new URL(await signInAs(authorizationUrl));
  oracle.register('code', callback.searchParams.get('code')!);
  browserSecrets.register('state', callback.searchParams.get('state')!);
  browserSecrets.register('cookie', cookie.split('=')[1]);

  const path = callback.pathname + callback.search;
  const withoutCookie = await backend.request(path);
  expect(withoutCookie.status).toBe(400);
  const connected = await backend.request(path, { headers: { cookie } });
  expect(connected.status).toBe(200);
  const replayed = await backend.request(path, { headers: { cookie } });
  expect(replayed.status).toBe(400);

  await backend.request(`/api/databricks/sign-ins/${id}`, { as: 'alice' });
  for (const as of ['user', 'servicePrincipal']) {
    const test = await backend.request(
      '/api/databricks/fabrics/analytics/test',
      { method: 'POST', as: 'alice', json: { as } },
    );
    expect(JSON.parse(test.body)).toMatchObject({ ok: true });
  }
  const { body } = await backend.request('/api/databricks/connections', {
    as: 'alice',
  });
  const [connection] = JSON.parse(body).items;
  expect(connection).toMatchObject({ status: 'connected' });
  const test = await backend.request(
    `/api/databricks/connections/${connection.id}/test`,
    { method: 'POST', as: 'alice', json: {} },
  );
  expect(JSON.parse(test.body)).toMatchObject({ ok: true });
  const compute = await backend.request(
    '/api/databricks/fabrics/analytics/compute',
    { as: 'alice' },
  );
  expect(JSON.parse(compute.body)).toMatchObject({ state: 'stopped' });
  await giveUpSignIn(backend);
  return connection.id as string;
}

/** Starts a sign-in for an issuer, and gives it up. */
async function giveUpSignIn(backend: BackendClient) {
  const { body } = await backend.request('/api/databricks/fabrics', {
    as: 'alice',
  });
  const started = await backend.request('/api/databricks/sign-ins', {
    method: 'POST',
    as: 'alice',
    json: { issuer: JSON.parse(body).issuers[0].id },
  });
  const { id, authorizationUrl } = JSON.parse(started.body);
  const [cookie] = started.headers.getSetCookie()[0].split(';');
  const state = new URL(authorizationUrl).searchParams.get('state')!;
  browserSecrets.register('state that was given up', state);
  browserSecrets.register('cookie that was given up', cookie.split('=')[1]);
  const ended = await backend.request(`/api/databricks/sign-ins/${id}`, {
    method: 'DELETE',
    as: 'alice',
  });
  expect(JSON.parse(ended.body)).toEqual({ id, status: 'expired' });
}

/** Signs in, by the metadata callback, where every answer is wrong and repeats what was sent. */
async function useEchoingWorkspace(
  backend: BackendClient,
  workspace: EchoingWorkspace,
) {
  for (let i = 0; i < workspace.kinds; i += 1) {
    const started = await backend.request('/api/databricks/sign-ins', {
      method: 'POST',
      as: 'alice',
      json: { fabric: 'echoing' },
    });
    const { id, authorizationUrl } = JSON.parse(started.body);
    const [cookie] = started.headers.getSetCookie()[0].split(';');
    const state = new URL(authorizationUrl).searchParams.get('state')!;
    browserSecrets.register(`state ${i}`, state);
    browserSecrets.register(`cookie ${i}`, cookie.split('=')[1]);
    const code = oracle.canary(`code ${i}`);
    const page = await backend.request(
      `/metadata/oauthCallback?${new URLSearchParams({ code, state })}`,
      { headers: { cookie } },
    );
    expect(page.status).toBe(400);
    await backend.request(`/api/databricks/sign-ins/${id}`, { as: 'alice' });
  }
  expect(workspace.received).toHaveLength(workspace.kinds);
  workspace.received.forEach((form, i) => {
    expect(form.get('code')).toBeTruthy();
    oracle.register(`verifier ${i}`, form.get('code_verifier')!);
  });
}

/** What carries a secret that nobody has asked for: a proxy that cannot be reached, and a JDBC URL. */
async function useUnreachableWorkspace(backend: BackendClient) {
  const test = await backend.request('/api/databricks/fabrics/remote/test', {
    method: 'POST',
    as: 'alice',
    json: { as: 'servicePrincipal' },
  });
  expect(JSON.parse(test.body)).toMatchObject({ ok: false });
  for (const name of [
    'http.header.Authorization',
    'HTTP.Header.X-Api',
    'PWD',
  ]) {
    const secret = oracle.canary(`JDBC property ${name}`);
    const put = await backend.request('/api/databricks/fabrics/new', {
      method: 'PUT',
      as: 'bob',
      json: {
        type: 'sql',
        owner: 'group:default/analytics',
        jdbcUrl: `jdbc:databricks://adb-1.2.azuredatabricks.net:443/default;${name}=${secret};httpPath=/sql/1.0/warehouses/b071b9aae119cf23`,
      },
    });
    expect([name, put.status]).toEqual([name, 400]);
  }
  await backend.request('/api/databricks/checks', {
    method: 'POST',
    as: 'bob',
  });
  const settings = await backend.request('/api/databricks/settings', {
    as: 'bob',
  });
  expect(settings.body).toContain('HTTPS_PROXY');
}

describe('nothing secret is shown or kept in clear', () => {
  let directory: string;
  let simulator: Simulator;
  let echoing: EchoingWorkspace;
  beforeEach(async () => {
    directory = await mkdtemp(join(tmpdir(), 'databricks-leaks-'));
  });
  afterEach(async () => {
    await simulator?.stop();
    await echoing?.stop();
    await rm(directory, { recursive: true, force: true });
  });

  it.each([
    ['text', 'http'],
    ['json', 'socks5'],
  ])('with a log of %s, behind a proxy of %s', async (format, scheme) => {
    simulator = await startSimulator({
      servicePrincipals: [servicePrincipal],
    });
    echoing = await startEchoingWorkspace(
      oracle.canary('words of a workspace'),
    );
    const database = { client: 'better-sqlite3', directory } as const;
    const backend = await startBackendProcess({
      database,
      databricks: databricks(simulator.url, echoing.url),
      leaveOut: ['events', 'notifications', 'signals', 'user-settings'],
      env: {
        LOG_LEVEL: 'debug',
        DATABRICKS_DEMO_LOG_FORMAT: format,
        HTTPS_PROXY: `${scheme}://proxy:${encodeURIComponent(
          oracle.canary(`password of the proxy of ${scheme}`),
        )}@127.0.0.1:9`,
      },
    });
    simulator.account.addAppConnection({
      ...client,
      redirectUris: [`${backend.url}/api/databricks/oauthredirect`],
    });
    try {
      const connection = await useEverything(backend.client);
      oracle.registerTokens(simulator.tokens);
      await useEchoingWorkspace(backend.client, echoing);
      await useUnreachableWorkspace(backend.client);
      let databaseDump = await dumpDatabase(database);
      expect(databaseDump).toContain('ada@example.com');

      await backend.client.request(
        `/api/databricks/connections/${connection}`,
        {
          method: 'DELETE',
          as: 'alice',
        },
      );
      databaseDump += await dumpDatabase(database);
      expect(databaseDump).toContain(connection);

      const logs = { backend: backend.logs() };
      expect(logs.backend).toContain('oauthredirect');
      expect(logs.backend).toContain('/metadata/oauthCallback');
      expect(logs.backend).toMatch(/Sign-in [0-9a-f-]+ failed/);
      expect(logs.backend).toMatch(
        /A call to adb-1.2.azuredatabricks.net failed: .*\((connection_refused|proxy_unusable)\)/,
      );
      expect(
        oracle.search({
          responses: backend.client.responses,
          logs,
          frontendConfig: await readFrontendConfig(backend.configFiles),
          databaseDump,
        }),
      ).toEqual([]);
      expect(browserSecrets.search({ logs, databaseDump })).toEqual([]);
    } finally {
      await backend.stop();
    }
  });
});
