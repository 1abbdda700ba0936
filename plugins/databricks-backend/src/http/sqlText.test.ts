import { mockCredentials, TestDatabases } from '@backstage/backend-test-utils';
import { JsonObject } from '@backstage/types';
import { Knex } from 'knex';
import request from 'supertest';
import { z } from 'zod/v4';
import { allRoutes } from '../__testUtils__/allRoutes';
import { signInSteps } from '../__testUtils__/signInSteps';
import {
  alice,
  StartedPlugin,
  startPlugin,
} from '../__testUtils__/startPlugin';
import { Route } from './Route';

jest.setTimeout(120_000);

const TABLES = [
  'check_results',
  'check_runs',
  'definitions',
  'encryption_keys',
  'encryption_sweeps',
  'ended_connections',
  'fabric_names',
  'grants',
  'known_users',
  'pauses',
  'sign_ins',
];
const TEXTS = [
  `' OR 1=1--`,
  `'; DROP TABLE grants; --`,
  `"; DROP TABLE sign_ins; --`,
  `') UNION SELECT refresh_token FROM grants--`,
  `\\'; DELETE FROM definitions; --`,
  '$1; ?; ??; :name',
  '%',
  'a\0b',
];
/** None of these ids is there. */
const ID = '00000000-0000-4000-8000-000000000000';

const reports = mockCredentials.service.header({
  onBehalfOf: mockCredentials.service('plugin:reports'),
  targetPluginId: 'databricks',
});

const databases = TestDatabases.create({ ids: ['POSTGRES_18', 'SQLITE_3'] });

/** The names of the fields of a schema, in all of its forms. */
function fieldsOf(schema: z.ZodType | undefined): string[] {
  const json = schema && z.toJSONSchema(schema, { io: 'input' });
  const forms = [json, ...(json?.anyOf ?? [])];
  return forms.flatMap(it => Object.keys(it?.properties ?? {}));
}

describe.each(databases.eachSupportedId())('Text that is SQL on %s', id => {
  let plugin: StartedPlugin;
  let before: string[];

  /** Of each body one that is fine. */
  const bodies: Record<string, (url: string) => JsonObject> = {
    putAppConnection: () => ({ clientId: 'x', clientSecret: 'secret-x' }),
    putFabric: workspaceUrl => ({ type: 'spark', owner: '*', workspaceUrl }),
    putServicePrincipal: () => ({
      clientId: 'sp-nightly',
      clientSecret: 'sp-nightly-secret',
    }),
    putPause: () => ({ paused: false }),
    testAppConnection: workspaceUrl => ({ workspaceUrl }),
    startSignIn: () => ({ fabric: 'everybody' }),
    getAccessToken: () => ({ fabric: 'nightly', purpose: 'automation' }),
  };

  const rowsOf = async (knex: Knex, table: string) => {
    const rows = await knex(table).select('*');
    return rows.map(row => `${table} ${JSON.stringify(row)}`);
  };

  async function allRows(): Promise<string[]> {
    // What the plugin itself writes again and again
    const tables = TABLES.filter(it => !it.startsWith('check_'));
    const rows = tables.map(table => rowsOf(plugin.knex, table));
    return (await Promise.all(rows)).flat();
  }

  beforeAll(async () => {
    plugin = await startPlugin({
      databases: { databases, id },
      configure: config => ({
        ...config,
        admins: ['*'],
        consumers: { reports: { user: true, servicePrincipalOf: '*' } },
      }),
    });
    await plugin.connect(alice);
    await signInSteps(plugin).start();
    const admin = plugin.as(
      mockCredentials.user.header('user:default/definer'),
    );
    await admin
      .put('/api/databricks/app-connections/kept')
      .send({ clientId: 'kept', clientSecret: 'secret-kept' })
      .expect(201);
    await admin
      .put('/api/databricks/fabrics/kept')
      .send({ type: 'spark', owner: '*', workspaceUrl: plugin.simulator.url })
      .expect(201);
    before = await allRows();
  });

  afterAll(async () => {
    await plugin.stop();
  });

  type Sent = {
    query?: Record<string, string>;
    body?: JsonObject;
    headers?: Record<string, string>;
  };

  async function send(route: Route, path: string, caller: string, sent: Sent) {
    const base = path.startsWith('/metadata') ? '' : '/api/databricks';
    const method = route.method.toLowerCase() as 'get';
    const query = new URLSearchParams(sent.query);
    const { status } = await request(plugin.backend.server)
      [method](`${base}${path}?${query}`)
      .set({ Authorization: caller, ...sent.headers })
      .send(sent.body);
    expect([route.id, path, sent, status < 500 && status !== 429]).toEqual([
      route.id,
      path,
      sent,
      true,
    ]);
  }

  it.each(TEXTS)('is only text, on every route: %j', async text => {
    const asked = new Set<string>();
    const routes = await allRoutes();
    for (const [index, route] of routes.entries()) {
      // Another user for each, because what one user asks for is limited
      const user = `user:default/asker-${TEXTS.indexOf(text)}-${index}`;
      const caller = route.caller.who.startsWith('A backend plugin')
        ? reports
        : mockCredentials.user.header(user);
      const path = route.path.replace(':id', ID).replace(':name', 'new');
      const odd = route.path.replace(/:\w+/, encodeURIComponent(text));
      const body = bodies[route.id]?.(plugin.simulator.url);
      await send(route, odd, caller, { body });
      for (const field of fieldsOf(route.query)) {
        await send(route, path, caller, { query: { [field]: text }, body });
      }
      for (const field of fieldsOf(route.body)) {
        for (const value of [text, [text]]) {
          await send(route, path, caller, {
            body: { ...body, [field]: value },
          });
        }
      }
      if (route.takesIfMatch && !text.includes('\0')) {
        const headers = { 'If-Match': `"${text}"` };
        await send(route, path, caller, { body, headers });
      }
      asked.add(`${route.method} ${route.path}`);
    }
    expect(asked.size).toBe(routes.length);
  });

  it('is only text, as the name of a user', async () => {
    for (const text of TEXTS) {
      const name = text.replace(/[\s:/\0]/g, '');
      const user = mockCredentials.user.header(`user:default/${name}`);
      const agent = plugin.as(user);
      for (const answer of [
        await agent.get('/api/databricks/connections'),
        await agent.get(`/api/databricks/sign-ins/${ID}`),
        await agent.delete(`/api/databricks/connections/${ID}`),
      ]) {
        expect([200, 404]).toContain(answer.status);
      }
      const { status } = await plugin.connect(user, { fabric: 'everybody' });
      expect(status).toBe(200);
      const { body } = await agent.get('/api/databricks/connections');
      expect(body.items).toHaveLength(1);
    }
  });

  it('is only text, in a callback and its cookies', async () => {
    const steps = signInSteps(plugin);
    for (const text of TEXTS) {
      for (const name of ['state', 'code', 'error', 'iss']) {
        const parameters = { state: 'a'.repeat(43), code: 'x', [name]: text };
        const query = new URLSearchParams(parameters);
        for (const path of [
          '/api/databricks/oauthredirect',
          '/metadata/oauthCallback',
        ]) {
          const cookie = `databricks-sign-in-00000000=${encodeURIComponent(
            text,
          )}`;
          const page = await steps.callback(`${path}?${query}`, cookie);
          expect(page.status).toBe(400);
        }
      }
    }
  });

  it('has left every table and what was in it', async () => {
    for (const table of TABLES) {
      expect(await plugin.knex.schema.hasTable(table)).toBe(true);
    }
    expect(before.length).toBeGreaterThan(4);
    expect(await allRows()).toEqual(expect.arrayContaining(before));
  });
});
