import { withDeadline } from './withDeadline';

const CANARY = 'canary-value';

describe('withDeadline', () => {
  it.each<[string, unknown, string]>([
    [
      'a driver’s fixed code',
      Object.assign(new Error(`insert ... ${CANARY}`), {
        code: 'ECONNREFUSED',
      }),
      'ECONNREFUSED',
    ],
    [
      'an SQLSTATE',
      Object.assign(new Error(CANARY), { code: '57014' }),
      '57014',
    ],
    [
      'a code that could quote a value',
      Object.assign(new Error(CANARY), { code: `failed: ${CANARY}` }),
      'unknown',
    ],
    [
      'a code that is no text',
      Object.assign(new Error(CANARY), { code: { CANARY } }),
      'unknown',
    ],
    ['an error without a code', new Error(CANARY), 'unknown'],
  ])('tells of %s no more than that', async (_, error, detail) => {
    const told = await withDeadline(Promise.reject(error)).catch(it => it);
    expect({ ...told, message: told.message, cause: told.cause }).toEqual({
      code: 'unavailable',
      name: expect.any(String),
      status: 503,
      retryAfterSeconds: 5,
      detail,
      message: expect.stringContaining('its own database'),
      cause: undefined,
    });
    expect(String(told.stack)).not.toContain(CANARY);
  });
});
