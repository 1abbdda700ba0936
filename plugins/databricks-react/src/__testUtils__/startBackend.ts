import {
  DatabricksClient,
  SignInOutcome,
} from '@backstage-databricks/plugin-databricks-common';
import { http, HttpResponse } from 'msw';
import type { SetupServer } from 'msw/node';
import { fabricList, inHours } from './answers';

/** Where the backend plugin answers in tests. */
export const backendUrl = 'http://backend.test/api/databricks';

/** Where sign-ins go. */
export const authorizationUrl =
  'https://sales.cloud.databricks.com/oidc/v1/authorize?client_id=9d1e&redirect_uri=http%3A%2F%2Fbackend.test%2Fapi%2Fdatabricks%2Foauthredirect&state=s';

/** The real client, of a backend that a test starts. */
export function databricksClient(): DatabricksClient {
  return new DatabricksClient({
    discoveryApi: { getBaseUrl: async () => backendUrl },
    fetchApi: { fetch: (...args) => fetch(...args) },
  });
}

/** The body of an error of our routes. */
export function errorAnswer(status: number, code: string, message: string) {
  return HttpResponse.json(
    {
      error: { name: 'Error', message, code },
      response: { statusCode: status },
    },
    { status },
  );
}

/** A backend that answers as a test says, and notes what it is asked. Its sign-ins are called s-1, s-2 and so on. */
export function startBackend(server: SetupServer) {
  let started = 0;
  const backend = {
    list: fabricList(),
    signIn: { status: 'pending' } as Omit<SignInOutcome, 'id'>,
    /** Method and path of each call. */
    calls: [] as string[],
    bodies: [] as unknown[],
    /** In place of the usual answer. */
    answer: (_: string): Response | Promise<Response> | undefined => undefined,
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
      const answer = await backend.answer(call);
      if (answer) {
        return answer;
      }
      if (call === 'GET /fabrics') {
        return HttpResponse.json(backend.list);
      }
      if (call === 'POST /sign-ins') {
        started += 1;
        return HttpResponse.json(
          {
            id: `s-${started}`,
            authorizationUrl,
            expiresAt: inHours(1 / 6),
          },
          { status: 201 },
        );
      }
      if (path.startsWith('/sign-ins/')) {
        return HttpResponse.json({ id: path.slice(10), ...backend.signIn });
      }
      return request.method === 'DELETE'
        ? HttpResponse.json({ revoked: 'unsupported' })
        : errorAnswer(404, 'not_found', 'It does not exist.');
    }),
  );
  return backend;
}
