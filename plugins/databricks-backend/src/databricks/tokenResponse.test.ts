import { DatabricksCallError } from './DatabricksCallError';
import { readTokenResponse } from './tokenResponse';
import {
  errorOf,
  OAuthHarness,
  OPERATIONS,
  TOKENS,
} from './__testUtils__/OAuthHarness';

/** Parsed, since `__proto__` in a literal sets the prototype and is never sent. */
const UNKNOWN_FIELDS = JSON.parse(
  '{"__proto__":{"expires_in":1,"x":1},"constructor":"x","more":{}}',
);

describe('readTokenResponse', () => {
  let harness: OAuthHarness;

  beforeAll(async () => {
    harness = await OAuthHarness.start();
  });
  beforeEach(() => harness.standIn.forget());
  afterAll(() => harness.standIn.stop());

  it.each<[string, object]>([
    ['no access token', { access_token: undefined }],
    ['an empty access token', { access_token: '' }],
    ['a number for an access token', { access_token: 7 }],
    [
      'an access token of 16 KiB and one',
      { access_token: 'x'.repeat(16 * 1024 + 1) },
    ],
    ['an access token with a line break', { access_token: 'a\r\nb' }],
    ['no token type', { token_type: undefined }],
    ['token type mac', { token_type: 'mac' }],
    ['token type DPoP', { token_type: 'DPoP' }],
    ['token type bearer and more', { token_type: 'bearer x' }],
    ['token type more and bearer', { token_type: 'x-bearer' }],
    ['a lifetime of 0', { expires_in: 0 }],
    ['half a second', { expires_in: 0.5 }],
    ['a negative lifetime', { expires_in: -1 }],
    ['more than a day', { expires_in: 86_401 }],
    ['1e300', { expires_in: 1e300 }],
    ['a lifetime of null', { expires_in: null }],
    ['"abc"', { expires_in: 'abc' }],
    ['"12abc"', { expires_in: '12abc' }],
    ['"0"', { expires_in: '0' }],
    ['" 12"', { expires_in: ' 12' }],
    ['"900 "', { expires_in: '900 ' }],
    ['a scope that begins with a quotation mark', { scope: '"all-apis' }],
    ['a scope that ends with a line break', { scope: 'all-apis\n' }],
    ['scopes of more than 4 KiB', { scope: 'x'.repeat(4 * 1024 + 1) }],
    ['scopes in a list', { scope: ['all-apis'] }],
    ['a refresh token of null', { refresh_token: null }],
    ['an empty refresh token', { refresh_token: '' }],
  ])('does not believe an answer with %s', async (_, changes) => {
    harness.standIn.answer(200, { ...TOKENS, ...changes });
    for (const operation of OPERATIONS) {
      const error = await errorOf(harness.run(operation));
      expect(error).toMatchObject({ kind: 'nonsense', status: 200 });
    }
  });

  it.each<[string, object, object]>([
    ['a lifetime in digits', { expires_in: '900' }, { expiresInSeconds: 900 }],
    ['the shortest lifetime', { expires_in: 1 }, { expiresInSeconds: 1 }],
    [
      'the longest lifetime',
      { expires_in: 86_400 },
      { expiresInSeconds: 86_400 },
    ],
    ['no lifetime', { expires_in: undefined }, { expiresInSeconds: 3600 }],
    ['a type in other letters', { token_type: 'bEaReR' }, {}],
    [
      'no scope',
      { scope: undefined },
      { scopes: ['all-apis', 'offline_access'] },
    ],
    ['fewer scopes', { scope: 'sql' }, { scopes: ['sql'] }],
    ['two spaces', { scope: ' a  b' }, { scopes: ['a', 'b'] }],
    ['scopes of 4 KiB', { scope: 'x'.repeat(4 * 1024) }, {}],
    ['unknown fields', UNKNOWN_FIELDS, {}],
  ])('believes an answer with %s', async (_, changes, expected) => {
    const body = JSON.stringify({ ...TOKENS, ...changes });
    expect(body.includes('__proto__')).toBe(changes === UNKNOWN_FIELDS);
    harness.standIn.answer(200, body, { 'content-type': 'application/json' });
    for (const operation of OPERATIONS) {
      const answer = await harness.run(operation);
      expect(answer).toMatchObject(expected);
      expect(Object.keys(answer as object).sort()).toEqual([
        'accessToken',
        'expiresInSeconds',
        'refreshToken',
        'scopes',
      ]);
    }
  });

  it('believes no other type of token, whatever reads the answer before', () => {
    for (const token_type of ['bearer x', 'x bearer']) {
      const answer = {
        status: 200,
        headers: new Headers(),
        body: JSON.stringify({ ...TOKENS, token_type }),
      };
      expect(() => readTokenResponse(answer, [])).toThrow(DatabricksCallError);
    }
  });
});
