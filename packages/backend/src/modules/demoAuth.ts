import {
  coreServices,
  createBackendModule,
} from '@backstage/backend-plugin-api';
import { AuthenticationError } from '@backstage/errors';
import {
  authProvidersExtensionPoint,
  createProxyAuthenticator,
  createProxyAuthProviderFactory,
} from '@backstage/plugin-auth-node';
import { DEMO_USER_HEADER, demoUsers } from '../demoUsers';

type DemoSession = { userName: string };

const demoAuthenticator = createProxyAuthenticator({
  defaultProfileTransform: async ({ userName }: DemoSession) => ({
    profile: { displayName: demoUsers[userName].displayName },
  }),
  initialize() {},
  async authenticate({ req }) {
    const userName = req.get(DEMO_USER_HEADER);
    if (userName === undefined || !Object.hasOwn(demoUsers, userName)) {
      throw new AuthenticationError(
        `The header ${DEMO_USER_HEADER} must name one of: ${Object.keys(
          demoUsers,
        ).join(', ')}`,
      );
    }
    return { result: { userName } };
  },
});

/**
 * Lets anybody in as one of the demo's people, without a password. Refuses to start in production.
 */
export const demoAuthModule = createBackendModule({
  pluginId: 'auth',
  moduleId: 'demo-provider',
  register(env) {
    env.registerInit({
      deps: {
        providers: authProvidersExtensionPoint,
        logger: coreServices.logger,
      },
      async init({ providers, logger }) {
        if (process.env.NODE_ENV === 'production') {
          throw new Error(
            'The demo sign-in lets anybody in without a password and does not start in production. Remove it from the backend and add an auth provider of your own.',
          );
        }
        logger.warn(
          'The demo sign-in is on: anybody who reaches this portal can use it as any of the demo people',
        );
        providers.registerProvider({
          providerId: 'demo',
          factory: createProxyAuthProviderFactory({
            authenticator: demoAuthenticator,
            async signInResolver({ result }, ctx) {
              return ctx.signInWithCatalogUser({
                entityRef: { name: result.userName },
              });
            },
          }),
        });
      },
    });
  },
});
