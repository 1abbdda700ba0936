import { BackstageCredentials } from '@backstage/backend-plugin-api';
import { mockCredentials, mockServices } from '@backstage/backend-test-utils';
import { Request } from 'express';
import { Callers } from './Callers';

describe('Who is calling', () => {
  beforeEach(() => jest.useFakeTimers({ doNotFake: ['setImmediate'] }));
  afterEach(() => jest.useRealTimers());

  it.each<[string, () => Promise<never>]>([
    ['fails', () => Promise.reject(new Error('canary of a service'))],
    ['never answers', () => new Promise(() => {})],
  ])('is nobody while the service that knows teams %s', async (_, answer) => {
    const callers = new Callers({
      auth: mockServices.auth(),
      httpAuth: mockServices.httpAuth({
        defaultCredentials: mockCredentials.user(),
      }),
      userInfo: { getUserInfo: answer },
    });
    const refused = callers
      .user({ headers: {} } as Request)
      .catch(error => error);
    await jest.advanceTimersByTimeAsync(5_000);
    expect(await refused).toMatchObject({
      code: 'unavailable',
      status: 503,
      message: 'The portal cannot tell at the moment which teams you are in.',
    });
  });

  it('is nobody while the portal does not say whose token it is', async () => {
    const callers = new Callers({
      auth: mockServices.auth(),
      httpAuth: mockServices.httpAuth.mock({
        credentials: () => new Promise<never>(() => {}),
      }),
      userInfo: mockServices.userInfo(),
    });
    const request = { headers: {} } as Request;
    const asked = Promise.all(
      [callers.user(request), callers.lastHop(request)].map(it =>
        it.catch(error => error),
      ),
    );
    await jest.advanceTimersByTimeAsync(5_000);
    for (const refusal of await asked) {
      expect(refusal).toMatchObject({
        code: 'unavailable',
        status: 503,
        message: 'The portal cannot check who you are at the moment.',
      });
    }
  });

  const asking = (credentials: BackstageCredentials) => {
    const allowed: unknown[] = [];
    const callers = new Callers({
      auth: mockServices.auth(),
      httpAuth: mockServices.httpAuth.mock({
        credentials: async (_request, options) => {
          allowed.push(options?.allow);
          return credentials as never;
        },
      }),
      userInfo: {
        getUserInfo: async () => ({
          userEntityRef: 'user:default/alice',
          ownershipEntityRefs: ['Group:Default/Analytics'],
        }),
      },
    });
    return { callers, allowed };
  };
  const request = { headers: {} } as Request;
  const alice = {
    userEntityRef: 'user:default/alice',
    ownershipRefs: new Set(['user:default/alice', 'group:default/analytics']),
  };

  it('is a user with their teams, spelled as the catalog does', async () => {
    const credentials = mockCredentials.user('User:Default/Alice');
    const { callers, allowed } = asking(credentials);
    expect(await callers.user(request)).toEqual({ ...alice, credentials });
    expect(await callers.lastHop(request)).toEqual({
      subject: undefined,
      user: { ...alice, credentials },
    });
    expect(allowed).toEqual([['user'], ['user', 'service']]);
  });

  it('is the plugin that speaks for a user, who has not sent it themselves', async () => {
    const credentials = mockCredentials.user('user:default/alice', {
      actor: { subject: 'plugin:jobs' },
    });
    const { callers } = asking(credentials);
    await expect(callers.user(request)).rejects.toMatchObject({
      code: 'not_allowed',
      message: 'Only the user themselves can do this, no plugin for them.',
    });
    expect(await callers.lastHop(request)).toEqual({
      subject: 'plugin:jobs',
      user: { ...alice, credentials },
    });
  });

  it('is a plugin by itself, or nobody that we know', async () => {
    const service = asking(mockCredentials.service('plugin:jobs'));
    expect(await service.callers.lastHop(request)).toEqual({
      subject: 'plugin:jobs',
    });
    const nobody = asking(mockCredentials.none());
    expect(await nobody.callers.lastHop(request)).toEqual({});
  });
});
