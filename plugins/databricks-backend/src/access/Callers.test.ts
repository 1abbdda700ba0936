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
});
