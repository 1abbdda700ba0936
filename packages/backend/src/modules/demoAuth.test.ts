import { mockServices, startTestBackend } from '@backstage/backend-test-utils';
import authPlugin from '@backstage/plugin-auth-backend';
import { catalogServiceMock } from '@backstage/plugin-catalog-node/testUtils';
import { demoAuthModule } from './demoAuth';

const entities = ['alice', 'bob'].map((name, index) => ({
  apiVersion: 'backstage.io/v1alpha1',
  kind: 'User',
  metadata: { name },
  relations: [
    {
      type: 'memberOf',
      targetRef: `group:default/${['analytics', 'platform'][index]}`,
    },
  ],
}));

function startAuth() {
  return startTestBackend({
    features: [
      authPlugin,
      demoAuthModule,
      catalogServiceMock.factory({ entities }),
      mockServices.rootConfig.factory({
        data: {
          app: { baseUrl: 'http://localhost:3000' },
          backend: { baseUrl: 'http://localhost:7007' },
          auth: { providers: { demo: {} } },
        },
      }),
    ],
  });
}

describe('the demo sign-in', () => {
  it('signs in the two people with their teams, and nobody else', async () => {
    const { server } = await startAuth();
    const signIn = (headers: Record<string, string>) =>
      fetch(`http://localhost:${server.port()}/api/auth/demo/refresh`, {
        headers,
      });

    const alice = await signIn({ 'x-demo-user': 'alice' });
    expect(alice.status).toBe(200);
    await expect(alice.json()).resolves.toMatchObject({
      profile: { displayName: 'Alice' },
      backstageIdentity: {
        identity: {
          userEntityRef: 'user:default/alice',
          ownershipEntityRefs: [
            'user:default/alice',
            'group:default/analytics',
          ],
        },
      },
    });

    const bob = await signIn({ 'x-demo-user': 'bob' });
    await expect(bob.json()).resolves.toMatchObject({
      backstageIdentity: {
        identity: {
          userEntityRef: 'user:default/bob',
          ownershipEntityRefs: ['user:default/bob', 'group:default/platform'],
        },
      },
    });

    const strangers = ['carol', 'Alice', '', 'alice, bob', 'toString'];
    for (const name of strangers) {
      expect((await signIn({ 'x-demo-user': name })).status).toBe(401);
    }
    expect((await signIn({})).status).toBe(401);
  });

  it('refuses to start in production', async () => {
    const environment = jest.replaceProperty(process, 'env', {
      ...process.env,
      NODE_ENV: 'production',
    });
    await expect(startAuth()).rejects.toThrow('does not start in production');
    environment.restore();
  });
});
