import { createBackend } from '@backstage/backend-defaults';
import {
  BackendFeature,
  coreServices,
  createBackendModule,
  createBackendPlugin,
} from '@backstage/backend-plugin-api';
import { mockServices } from '@backstage/backend-test-utils';
import { AuthenticationError } from '@backstage/errors';
import authPlugin from '@backstage/plugin-auth-backend';
import {
  authProvidersExtensionPoint,
  createProxyAuthenticator,
  createProxyAuthProviderFactory,
} from '@backstage/plugin-auth-node';
import {
  DatabricksError,
  databricksServiceRef,
} from '@backstage-databricks/plugin-databricks-node';
import { JsonObject } from '@backstage/types';
import express from 'express';
import getPort from 'get-port';
import databricksPlugin from '..';
import { TEAMS } from './startPlugin';

/** Signs in whoever the header names, with the teams of the tests. */
const testAuthModule = createBackendModule({
  pluginId: 'auth',
  moduleId: 'test',
  register(env) {
    env.registerInit({
      deps: { providers: authProvidersExtensionPoint },
      async init({ providers }) {
        providers.registerProvider({
          providerId: 'test',
          factory: createProxyAuthProviderFactory({
            authenticator: createProxyAuthenticator({
              defaultProfileTransform: async () => ({ profile: {} }),
              initialize: () => {},
              async authenticate({ req }) {
                const user = req.header('x-test-user');
                if (!user) {
                  throw new AuthenticationError('Nobody is named');
                }
                return { result: user, providerInfo: {} };
              },
            }),
            async signInResolver({ result: user }, context) {
              return context.issueToken({
                claims: { sub: user, ent: [user, ...(TEAMS[user] ?? [])] },
              });
            },
          }),
        });
      },
    });
  },
});

/**
 * A backend plugin that asks for tokens: `POST /api/<id>/token { as, ... }`, and `POST /forward`, which shows the token
 * that it calls another plugin with, for the caller or `?as=itself`.
 */
function consumerPlugin(pluginId: string) {
  return createBackendPlugin({
    pluginId,
    register(env) {
      env.registerInit({
        deps: {
          auth: coreServices.auth,
          databricks: databricksServiceRef,
          httpAuth: coreServices.httpAuth,
          httpRouter: coreServices.httpRouter,
        },
        async init({ auth, databricks, httpAuth, httpRouter }) {
          const router = express.Router();
          router.use(express.json());
          router.post('/token', async (request, response) => {
            const { as, path, ...options } = request.body;
            const credentials =
              as === 'user'
                ? await httpAuth.credentials(request, { allow: ['user'] })
                : await auth.getOwnServiceCredentials();
            try {
              const answer = path
                ? await databricks
                    .fetch({ ...options, credentials }, path)
                    .then(async it => ({
                      status: it.status,
                      body: await it.text(),
                    }))
                : await databricks.getAccessToken({ ...options, credentials });
              response.json(answer);
            } catch (error) {
              const { code, message, status } = error as DatabricksError;
              response.status(500).json({ code, message, status });
            }
          });
          router.post('/forward', async (request, response) => {
            const { token } = await auth.getPluginRequestToken({
              onBehalfOf:
                request.query.as === 'itself'
                  ? await auth.getOwnServiceCredentials()
                  : await httpAuth.credentials(request),
              targetPluginId: String(request.query.to ?? 'databricks'),
            });
            response.json({ token });
          });
          httpRouter.use(router);
        },
      });
    },
  });
}

export type RealBackend = {
  url: string;
  stop(): Promise<void>;
  /** A token of the portal, as the browser of this user has it. */
  tokenOf(userEntityRef: string): Promise<string>;
  /** What a consumer gets. */
  ask(
    pluginId: string,
    user: string,
    body: JsonObject,
  ): Promise<{ status: number; body: Record<string, unknown> }>;
};

/**
 * A backend with Backstage's own authentication, routers and access log: what the mocks leave out.
 */
export async function startRealBackend(options: {
  config: JsonObject;
  consumers?: string[];
  /** Default: a silent one. `backstage` is Backstage's own, to stdout. */
  rootLogger?: BackendFeature | 'backstage';
  /** More plugins. */
  features?: BackendFeature[];
}): Promise<RealBackend> {
  const port = await getPort();
  const url = `http://localhost:${port}`;
  const backend = createBackend();
  const { rootLogger = mockServices.rootLogger.factory() } = options;
  for (const feature of [
    authPlugin,
    testAuthModule,
    databricksPlugin,
    ...(options.consumers ?? []).map(consumerPlugin),
    ...(options.features ?? []),
    ...(rootLogger === 'backstage' ? [] : [rootLogger]),
    mockServices.rootConfig.factory({
      data: {
        app: { baseUrl: 'http://localhost:3000' },
        auth: { providers: { test: {} } },
        ...options.config,
        backend: {
          baseUrl: url,
          listen: { port, host: '127.0.0.1' },
          database: { client: 'better-sqlite3', connection: ':memory:' },
          cors: { origin: 'http://localhost:3000', credentials: true },
          ...(options.config.backend as JsonObject),
        },
      },
    }),
  ]) {
    backend.add(feature);
  }
  await backend.start();
  const tokenOf = async (user: string) => {
    const answer = await fetch(`${url}/api/auth/test/refresh`, {
      headers: { 'x-test-user': user },
    });
    const { backstageIdentity, error } = await answer.json();
    if (!backstageIdentity) {
      throw new Error(`Cannot sign in to the portal: ${error?.message}`);
    }
    return backstageIdentity.token as string;
  };
  return {
    url,
    stop: () => backend.stop(),
    tokenOf,
    async ask(pluginId, user, body) {
      const answer = await fetch(`${url}/api/${pluginId}/token`, {
        method: 'POST',
        headers: {
          'Content-Type': 'application/json',
          Authorization: `Bearer ${await tokenOf(user)}`,
        },
        body: JSON.stringify(body),
      });
      return { status: answer.status, body: await answer.json() };
    },
  };
}
