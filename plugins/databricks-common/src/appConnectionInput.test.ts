import { appConnectionInputSchema } from './appConnectionInput';
import { describeProblems } from './strictDefinition';

function problemsOf(input: unknown): string[] {
  const { error } = appConnectionInputSchema.safeParse(input);
  return error ? describeProblems(error, 'thing') : [];
}

describe('appConnectionDefinitionSchema', () => {
  const client = { clientId: '9d1e', clientSecret: 'canary-secret' };

  it.each([
    client,
    { clientId: '9d1e', public: true },
    { clientId: '9d1e', clientSecret: null },
    { ...client, refreshTokenLifetime: { days: 7 }, default: true },
    { ...client, scopes: ['sql', 'offline_access'], title: 'Databricks' },
  ])('accepts %j', input => {
    expect(problemsOf(input)).toEqual([]);
  });

  it.each<[object, RegExp]>([
    [
      { clientID: 'x' },
      /^thing\.clientID is not known; did you mean clientId\?$/,
    ],
    [{ clientId: undefined }, /^thing\.clientId is missing/],
    [
      { clientId: Infinity },
      /^thing\.clientId was read as a number: put it in quotes/,
    ],
    [{ clientId: '' }, /^thing\.clientId must be a client ID/],
    [{ clientId: 'a\r\nb' }, /^thing\.clientId must be a client ID/],
    [
      { clientSecret: ' canary' },
      /^thing\.clientSecret must be a client secret/,
    ],
    [
      { clientSecret: 'canary ' },
      /^thing\.clientSecret must be a client secret/,
    ],
    [
      { clientSecret: 'canary\n' },
      /^thing\.clientSecret must be a client secret/,
    ],
    [
      { clientSecret: 'can\u00e4ry' },
      /^thing\.clientSecret must be a client secret/,
    ],
    [
      { clientSecret: 'canary'.repeat(200) },
      /^thing\.clientSecret must be a client secret/,
    ],
    [{ clientSecret: '' }, /^thing\.clientSecret must be a client secret/],
    [
      { clientSecret: { $ne: 'canary' } },
      /^thing\.clientSecret must be a client secret/,
    ],
    [
      { clientSecret: 4711 },
      /^thing\.clientSecret was read as a number: put it in quotes/,
    ],
    [{ public: true }, /^thing\.public must not stand beside a clientSecret/],
    [{ public: 'yes' }, /^thing\.public must be true or false/],
    [{ scopes: [] }, /^thing\.scopes must be a list of at least one scope/],
    [
      { scopes: 'all-apis' },
      /^thing\.scopes must be a list of at least one scope/,
    ],
    [
      { scopes: ['all-apis offline_access'] },
      /^thing\.scopes\.0 must be one OAuth scope/,
    ],
    [{ scopes: ['a"b'] }, /^thing\.scopes\.0 must be one OAuth scope/],
    [{ scopes: ['sql', 'sql'] }, /^thing\.scopes must not list a scope twice/],
    [
      { refreshTokenLifetime: { days: 0 } },
      /^thing\.refreshTokenLifetime must be a duration/,
    ],
    [
      { refreshTokenLifetime: { days: -1 } },
      /^thing\.refreshTokenLifetime must be a duration/,
    ],
    [
      { refreshTokenLifetime: { days: 1, day: 1 } },
      /^thing\.refreshTokenLifetime\.day is not known; did you mean days\?/,
    ],
    [
      { refreshTokenLifetime: {} },
      /^thing\.refreshTokenLifetime must be a duration/,
    ],
    [
      { sessionLifetime: { years: 1e9 } },
      /^thing\.sessionLifetime must be a duration/,
    ],
    [{ sessionLifetime: 7 }, /^thing\.sessionLifetime must be/],
  ])('refuses %j', (change, problem) => {
    const problems = problemsOf({
      ...client,
      ...change,
    });
    expect(problems).toEqual([expect.stringMatching(problem)]);
    expect(problems.join()).not.toMatch(/can.ry|4711/);
  });
});
