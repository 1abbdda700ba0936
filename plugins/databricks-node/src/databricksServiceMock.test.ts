import {
  coreServices,
  createBackendPlugin,
} from '@backstage/backend-plugin-api';
import {
  mockCredentials,
  startTestBackend,
} from '@backstage/backend-test-utils';
import { DatabricksError } from '@backstage-databricks/plugin-databricks-common';
import { databricksServiceRef } from './databricksServiceRef';
import { databricksServiceMock } from './testUtils';

async function clustersWith(
  options: Parameters<typeof databricksServiceMock.factory>[0],
): Promise<unknown> {
  let found: unknown;
  const plugin = createBackendPlugin({
    pluginId: 'mine',
    register(env) {
      env.registerInit({
        deps: { auth: coreServices.auth, databricks: databricksServiceRef },
        async init({ auth, databricks }) {
          const answer = await databricks.fetch(
            {
              fabric: 'analytics',
              purpose: 'automation',
              credentials: await auth.getOwnServiceCredentials(),
            },
            '/api/2.1/clusters/list',
          );
          found = await answer.json();
        },
      });
    },
  });
  const backend = await startTestBackend({
    features: [plugin, databricksServiceMock.factory(options)],
  });
  await backend.stop();
  return found;
}

describe('The mock for other plugins’ tests', () => {
  it('answers for the workspace', async () => {
    expect(
      await clustersWith({
        respond: path => Response.json({ asked: path }),
      }),
    ).toEqual({ asked: '/api/2.1/clusters/list' });
  });

  it.each(['//evil.example.com', 'api', '/\\evil'])(
    'refuses %p as a path, as the real one does',
    async path => {
      const asked = databricksServiceMock().fetch(
        {
          fabric: 'analytics',
          purpose: 'interactive',
          credentials: mockCredentials.user(),
        },
        path,
      );
      await expect(asked).rejects.toThrow(TypeError);
    },
  );

  it('can fail as the real one does', async () => {
    const error = new DatabricksError({
      code: 'service_principal_missing',
      message: 'None.',
      status: 409,
    });
    await expect(clustersWith({ error })).rejects.toThrow('None.');
  });
});
