import { mockCredentials, mockServices } from '@backstage/backend-test-utils';
import { Request } from 'express';
import { Callers } from './Callers';

describe('Who is calling', () => {
  beforeEach(() => jest.useFakeTimers());
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
});
