import {
  mockCredentials,
  mockServices,
  startTestBackend,
} from '@backstage/backend-test-utils';
import type { Router } from 'express';
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { parse } from 'yaml';
import databricksPlugin from '..';
import {
  alice,
  bob,
  databricksConfig,
  mallory,
  StartedPlugin,
  startPlugin,
} from '../__testUtils__/startPlugin';

jest.setTimeout(60_000);

/** What everybody but an admin gets. */
const ADMINS_ONLY = { nobody: 401, owner: 403, other: 403, plugin: 403 };

/** Every route, and what each kind of caller gets: their status with a body that is otherwise fine. */
const ROUTES: {
  path: string;
  methods: Record<
    string,
    { nobody: number; owner: number; other: number; plugin: number }
  >;
}[] = [
  {
    path: '/oauthredirect',
    methods: { GET: { nobody: 400, owner: 400, other: 400, plugin: 400 } },
  },
  {
    path: '/fabrics',
    methods: { GET: { nobody: 401, owner: 200, other: 200, plugin: 403 } },
  },
  {
    path: '/fabrics/:name',
    methods: {
      DELETE: ADMINS_ONLY,
      GET: { nobody: 401, owner: 200, other: 404, plugin: 403 },
      PUT: { nobody: 401, owner: 400, other: 403, plugin: 403 },
    },
  },
  {
    path: '/fabrics/:name/compute',
    methods: { GET: { nobody: 401, owner: 200, other: 404, plugin: 403 } },
  },
  {
    path: '/compute-options',
    methods: { GET: { nobody: 401, owner: 403, other: 403, plugin: 403 } },
  },
  {
    path: '/fabrics/:name/test',
    methods: { POST: { nobody: 401, owner: 200, other: 404, plugin: 403 } },
  },
  {
    path: '/fabrics/:name/service-principal',
    methods: {
      DELETE: { nobody: 401, owner: 409, other: 403, plugin: 403 },
      PUT: { nobody: 401, owner: 400, other: 403, plugin: 403 },
    },
  },
  { path: '/settings', methods: { GET: ADMINS_ONLY } },
  { path: '/checks', methods: { POST: ADMINS_ONLY } },
  {
    path: '/app-connections/:name',
    methods: { DELETE: ADMINS_ONLY, PUT: ADMINS_ONLY },
  },
  { path: '/app-connections/:name/test', methods: { POST: ADMINS_ONLY } },
  {
    path: '/admin/connections',
    methods: { DELETE: ADMINS_ONLY, GET: ADMINS_ONLY },
  },
  { path: '/admin/connections/:id', methods: { DELETE: ADMINS_ONLY } },
  { path: '/encryption/rotate', methods: { POST: ADMINS_ONLY } },
  { path: '/pause', methods: { PUT: ADMINS_ONLY } },
  {
    path: '/tokens',
    methods: { POST: { nobody: 401, owner: 403, other: 403, plugin: 403 } },
  },
  {
    path: '/sign-ins',
    methods: { POST: { nobody: 401, owner: 201, other: 404, plugin: 403 } },
  },
  {
    path: '/sign-ins/:id',
    methods: {
      DELETE: { nobody: 401, owner: 200, other: 404, plugin: 403 },
      GET: { nobody: 401, owner: 200, other: 404, plugin: 403 },
    },
  },
  {
    path: '/connections',
    methods: { GET: { nobody: 401, owner: 200, other: 200, plugin: 403 } },
  },
  {
    path: '/connections/:id/test',
    methods: { POST: { nobody: 401, owner: 200, other: 404, plugin: 403 } },
  },
  {
    path: '/connections/:id',
    methods: { DELETE: { nobody: 401, owner: 200, other: 404, plugin: 403 } },
  },
];

const METHODS = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE'];

describe('every route', () => {
  let plugin: StartedPlugin;

  beforeAll(async () => {
    plugin = await startPlugin();
  });

  afterAll(async () => {
    await plugin.stop();
  });

  it('is listed here', async () => {
    const httpRouter = mockServices.httpRouter.mock();
    const backend = await startTestBackend({
      features: [
        databricksPlugin,
        httpRouter.factory,
        mockServices.rootConfig.factory({
          data: {
            backend: { baseUrl: 'http://localhost:7007' },
            permission: { enabled: true },
            databricks: databricksConfig('http://127.0.0.1:8020'),
          },
        }),
      ],
    });
    const routers = httpRouter.use.mock.calls.map(([it]) => it as Router);
    const paths = routers
      .flatMap(router => router.stack ?? [])
      .flatMap(layer => layer.route?.path ?? [])
      .filter(path => !path.startsWith('/.well-known/backstage/'));
    expect(paths.sort()).toEqual(ROUTES.map(it => it.path).sort());
    expect(httpRouter.addAuthPolicy.mock.calls).toEqual([
      [{ path: '/oauthredirect', allow: 'unauthenticated' }],
    ]);
    await backend.stop();
  });

  it('is described in openapi.yaml, and nothing else is', () => {
    const file = resolve(__dirname, 'openapi.yaml');
    const { paths } = parse(readFileSync(file, 'utf8')) as {
      paths: Record<string, Record<string, unknown>>;
    };
    const { '/metadata/oauthCallback': metadata, ...ours } = paths;
    expect(metadata).toMatchObject({ servers: [{ url: '/' }], get: {} });
    expect(
      Object.entries(ours).map(([path, methods]) => [
        path.replace(/\{(\w+)\}/g, ':$1'),
        Object.keys(methods).sort(),
      ]),
    ).toEqual(
      expect.arrayContaining(
        ROUTES.map(({ path, methods }) => [
          path,
          Object.keys(methods).map(it => it.toLowerCase()),
        ]),
      ),
    );
    expect(Object.keys(ours)).toHaveLength(ROUTES.length);
  });

  it.each(ROUTES)(
    '$path answers its methods only',
    async ({ path, methods }) => {
      const url = `/api/databricks${path.replace(/:\w+/, 'x')}`;
      for (const method of METHODS.filter(it => !methods[it])) {
        const agent = plugin.as(alice);
        const send = {
          GET: agent.get,
          HEAD: agent.head,
          POST: agent.post,
          PUT: agent.put,
          PATCH: agent.patch,
          DELETE: agent.delete,
        }[method]!.bind(agent);
        const answer = await send(url);
        expect([method, answer.status]).toEqual([method, 405]);
        expect(answer.headers.allow).toBe(Object.keys(methods).join(', '));
        expect(answer.headers['cache-control']).toBe('no-store');
      }
    },
  );

  it('asks each kind of caller who they are', async () => {
    for (const { path, methods } of ROUTES) {
      for (const [method, expected] of Object.entries(methods)) {
        const callers = {
          nobody: mockCredentials.none.header(),
          plugin: mockCredentials.service.header(),
          other: mallory,
          owner: alice,
        };
        for (const [caller, header] of Object.entries(callers)) {
          const url = await prepare(path);
          const agent = plugin.as(header);
          const answer = await {
            GET: () => agent.get(url),
            POST: () => agent.post(url).send(bodyOf(path)),
            PUT: () => agent.put(url).send({}),
            DELETE: () => agent.delete(url),
          }[method]!();
          expect([method, path, caller, answer.status]).toEqual([
            method,
            path,
            caller,
            expected[caller as keyof typeof expected],
          ]);
        }
      }
    }
  });

  function bodyOf(path: string) {
    switch (path) {
      case '/fabrics/:name/test':
      case '/connections/:id/test':
        return {};
      case '/tokens':
        return { fabric: 'analytics-dev', purpose: 'interactive' };
      default:
        return { fabric: 'analytics-dev' };
    }
  }

  async function prepare(path: string): Promise<string> {
    const url = `/api/databricks${path}`;
    switch (path) {
      case '/fabrics/:name':
      case '/fabrics/:name/compute':
      case '/fabrics/:name/service-principal':
      case '/fabrics/:name/test':
        return url.replace(':name', 'analytics-dev');
      case '/compute-options':
        return `${url}?workspaceUrl=${plugin.simulator.url}`;
      case '/sign-ins/:id': {
        const { body } = await plugin
          .as(bob)
          .post('/api/databricks/sign-ins')
          .send({ fabric: 'everybody' });
        expect(body.id).toBeDefined();
        const own = await plugin
          .as(alice)
          .post('/api/databricks/sign-ins')
          .send({ fabric: 'everybody' });
        return url.replace(':id', own.body.id);
      }
      case '/connections/:id':
      case '/connections/:id/test': {
        await plugin.connect(alice);
        const { body } = await plugin
          .as(alice)
          .get('/api/databricks/connections');
        return url.replace(':id', body.items[0].id);
      }
      default:
        return url;
    }
  }
});
