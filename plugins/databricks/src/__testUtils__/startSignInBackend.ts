import type { SignInStatus } from '@backstage-databricks/plugin-databricks-common';
import { http, HttpResponse } from 'msw';
import type { SetupServer } from 'msw/node';
import { connection, fabric, fabricList } from './fabrics';
import { backendUrl } from './renderWithBackend';

/** Where the sign-ins of {@link startSignInBackend} go. */
export const authorizationUrl =
  'https://adb-1234567890123456.7.azuredatabricks.net/oidc/v1/authorize?client_id=9d1e&redirect_uri=http%3A%2F%2Fbackend.test%2Fapi%2Fdatabricks%2Foauthredirect&state=s';

/** A backend with one fabric, whose sign-in stands as a test says. */
export function startSignInBackend(server: SetupServer) {
  const backend = {
    status: 'pending' as SignInStatus,
    message: undefined as string | undefined,
    userName: undefined as string | undefined,
    replacedUserName: undefined as string | undefined,
    started: [] as { body: unknown; credentials: RequestCredentials }[],
  };
  server.use(
    http.get(`${backendUrl}/fabrics`, () => {
      const user = backend.userName;
      return HttpResponse.json(
        fabricList([
          fabric(
            user
              ? {
                  connection: connection({
                    databricksUser: { id: user, userName: user },
                    replacedUserName: backend.replacedUserName,
                  }),
                }
              : {},
          ),
        ]),
      );
    }),
    http.post(`${backendUrl}/sign-ins`, async ({ request }) => {
      backend.started.push({
        body: await request.json(),
        credentials: request.credentials,
      });
      return HttpResponse.json(
        {
          id: 's-1',
          authorizationUrl,
          expiresAt: new Date(Date.now() + 600_000).toISOString(),
        },
        { status: 201 },
      );
    }),
    http.get(`${backendUrl}/sign-ins/s-1`, () => {
      return HttpResponse.json({
        id: 's-1',
        status: backend.status,
        error: backend.message && {
          code: 'access_denied',
          message: backend.message,
        },
      });
    }),
  );
  return backend;
}
