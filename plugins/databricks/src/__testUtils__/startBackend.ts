import type {
  Connection,
  Fabric,
  FabricList,
  SignInOutcome,
} from '@backstage-databricks/plugin-databricks-common';
import { http, HttpResponse } from 'msw';
import type { SetupServer } from 'msw/node';
import { fabricList, inDays } from './answers';
import { backendUrl } from './renderWithBackend';

/** Where sign-ins go. */
const authorizationUrl =
  'https://adb-1234567890123456.7.azuredatabricks.net/oidc/v1/authorize?client_id=9d1e&redirect_uri=http%3A%2F%2Fbackend.test%2Fapi%2Fdatabricks%2Foauthredirect&state=s';

/** The backend of a developer who has these fabrics. It notes what it is asked. */
export function startBackend(server: SetupServer, fabrics: Fabric[] = []) {
  const backend = {
    fabrics,
    /** What the list has beside the fabrics and their issuers. */
    list: {} as Partial<FabricList>,
    signIn: { status: 'pending' } as Omit<SignInOutcome, 'id'>,
    /** What tests answer. */
    test: { ok: true, checks: [] } as unknown,
    compute: undefined as unknown,
    calls: [] as string[],
    bodies: [] as unknown[],
    /** In place of the usual answer. */
    answer: (_: string): Response | Promise<Response> | undefined => undefined,
    /** Puts all fabrics of an issuer into the state of this connection. */
    connect(issuer: string, held: Fabric['connection']) {
      backend.fabrics = backend.fabrics.map(it =>
        it.issuer === issuer ? { ...it, connection: held } : it,
      );
    },
    count: (call: string) => backend.calls.filter(it => it === call).length,
  };

  const answerTo = (method: string, path: string): unknown => {
    const [resource, name, part] = path.slice(1).split('/');
    switch (`${method} ${resource}`) {
      case 'GET fabrics':
        if (part === 'compute') {
          return backend.compute;
        }
        return name
          ? backend.fabrics.find(it => it.name === name)
          : fabricList(backend.fabrics, backend.list);
      case 'GET connections':
        return {
          items: [
            ...new Map(
              backend.fabrics
                .map(it => it.connection)
                .filter(
                  (it): it is Connection =>
                    it !== undefined && it.status !== 'not_connected',
                )
                .map(it => [it.id, it]),
            ).values(),
          ],
        };
      case 'POST fabrics':
      case 'POST connections':
        return backend.test;
      case 'POST sign-ins':
        return { id: 's-1', authorizationUrl, expiresAt: inDays(0.006) };
      case 'GET sign-ins':
      case 'DELETE sign-ins':
        return { id: name, ...backend.signIn };
      case 'DELETE connections':
        return { revoked: 'unsupported' };
      default:
        return undefined;
    }
  };

  server.use(
    http.all(`${backendUrl}/*`, async ({ request }) => {
      const path = new URL(request.url).pathname.replace('/api/databricks', '');
      const call = `${request.method} ${path}`;
      backend.calls.push(call);
      const text = await request.text();
      if (text) {
        backend.bodies.push(JSON.parse(text));
      }
      const special = await backend.answer(call);
      if (special) {
        return special;
      }
      const answer = answerTo(request.method, path);
      return answer === undefined
        ? HttpResponse.json(
            {
              error: {
                name: 'NotFoundError',
                message: 'No.',
                code: 'not_found',
              },
              response: { statusCode: 404 },
            },
            { status: 404 },
          )
        : HttpResponse.json(answer as object);
    }),
  );
  return backend;
}
