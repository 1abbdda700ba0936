import { createServiceFactory } from '@backstage/backend-plugin-api';
import {
  AccessToken,
  DatabricksError,
} from '@backstage-databricks/plugin-databricks-common';
import { DatabricksService } from './DatabricksService';
import { databricksServiceRef } from './databricksServiceRef';
import { requirePath } from './requirePath';

/**
 * What a mock answers.
 *
 * @public
 */
export type DatabricksServiceMockOptions = {
  /** Fields of the token that differ from the mock's own. */
  token?: Partial<AccessToken>;
  /** Thrown instead of a token. */
  error?: DatabricksError;
  /** Answers for the workspace. Default: `{}`. */
  respond?: (
    path: string,
    init: RequestInit | undefined,
  ) => Response | Promise<Response>;
};

/**
 * A Databricks service that calls nobody: it hands out a token, and answers for the workspace. It refuses the paths
 * that the real one refuses.
 *
 * @example
 * ```ts
 * const { server } = await startTestBackend({
 *   features: [
 *     myPlugin,
 *     databricksServiceMock.factory({
 *       respond: () => Response.json({ clusters: [] }),
 *     }),
 *   ],
 * });
 * ```
 *
 * @public
 */
export function databricksServiceMock(
  options: DatabricksServiceMockOptions = {},
): DatabricksService {
  const { token, error, respond = () => Response.json({}) } = options;
  const getAccessToken: DatabricksService['getAccessToken'] = async ({
    purpose,
  }) => {
    if (error) {
      throw error;
    }
    return {
      accessToken: 'mock-token',
      tokenType: 'Bearer',
      expiresAt: new Date(Date.now() + 3_600_000).toISOString(),
      workspaceUrl: 'https://mock.cloud.databricks.com',
      scopes: ['all-apis'],
      identity: {
        kind: purpose === 'interactive' ? 'user' : 'servicePrincipal',
        name: 'mock',
      },
      fingerprint: 'mock',
      ...token,
    };
  };
  return {
    getAccessToken,
    async fetch(tokenOptions, path, init) {
      requirePath(path);
      await getAccessToken(tokenOptions);
      return respond(path, init);
    },
  };
}

/**
 * @public
 */
export namespace databricksServiceMock {
  /** The mock as a feature for `startTestBackend`. */
  export const factory = (options?: DatabricksServiceMockOptions) =>
    createServiceFactory({
      service: databricksServiceRef,
      deps: {},
      factory: () => databricksServiceMock(options),
    });
}
