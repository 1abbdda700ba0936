import type {
  ComputeOptions,
  Settings,
} from '@backstage-databricks/plugin-databricks-common';
import { http, HttpResponse } from 'msw';
import type { SetupServer } from 'msw/node';
import { fabricList } from './answers';
import { backendUrl } from './renderWithBackend';
import { settings } from './settings';

type Received = {
  /** Method and path below the plugin. */
  call: string;
  ifMatch?: string;
  body?: unknown;
};

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

/** A backend for an admin: it answers with the settings of the test and notes what else is asked of it. */
export function startSettingsBackend(
  server: SetupServer,
  initial: Partial<Settings> = {},
) {
  const backend = {
    settings: settings(initial),
    received: [] as Received[],
    /** The workspaces that were asked what one can choose there. */
    askedCompute: [] as string[],
    /** What the user's sign-in sees there; absent where there is none. */
    compute: undefined as ComputeOptions['items'] | undefined,
    /** What the next changes answer; by default that all is well. */
    answer: (_: Received): Response | undefined => undefined,
  };
  server.use(
    http.get(`${backendUrl}/fabrics`, () =>
      HttpResponse.json(
        fabricList([], { admin: true, admins: ['user:default/bob'] }),
      ),
    ),
    http.get(`${backendUrl}/settings`, () =>
      HttpResponse.json(backend.settings),
    ),
    http.get(`${backendUrl}/compute-options`, ({ request }) => {
      backend.askedCompute.push(
        new URL(request.url).searchParams.get('workspaceUrl') ?? '',
      );
      return backend.compute
        ? HttpResponse.json({ items: backend.compute })
        : errorAnswer(409, 'not_connected', 'Connect first.');
    }),
    http.all(`${backendUrl}/*`, async ({ request }) => {
      const { pathname, search } = new URL(request.url);
      const text = await request.text();
      const received: Received = {
        call: `${request.method} ${pathname.replace(
          '/api/databricks',
          '',
        )}${search}`,
        ifMatch: request.headers.get('if-match') ?? undefined,
        body: text ? JSON.parse(text) : undefined,
      };
      backend.received.push(received);
      return (
        backend.answer(received) ??
        HttpResponse.json({
          ok: true,
          checks: [
            { id: 'definition', state: 'ok', message: 'All fields are valid.' },
          ],
        })
      );
    }),
  );
  return backend;
}
