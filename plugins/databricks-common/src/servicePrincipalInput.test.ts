import { servicePrincipalInputSchema } from './servicePrincipalInput';
import { describeProblems } from './strictDefinition';

function problemsOf(input: unknown): string[] {
  const { error } = servicePrincipalInputSchema.safeParse(input);
  return error ? describeProblems(error, 'thing') : [];
}

describe('servicePrincipalDefinitionSchema', () => {
  const principal = { clientId: '1b2c', clientSecret: 'canary-secret' };

  it('accepts a calendar date, also as an instant at midnight', () => {
    for (const date of ['2027-03-01', '2027-03-01T00:00:00.000Z']) {
      expect(
        servicePrincipalInputSchema.parse({
          ...principal,
          secretExpiresAt: date,
        }).secretExpiresAt,
      ).toBe('2027-03-01');
    }
  });

  it.each<[object, RegExp]>([
    [{ clientId: 'x'.repeat(256) }, /^thing\.clientId must be .*1 to 255/],
    [{ clientSecret: undefined }, /^thing\.clientSecret is missing/],
    [{ clientSecret: 'canary\n' }, /^thing\.clientSecret must be/],
    [
      { secretExpiresAt: '2027-02-30' },
      /^thing\.secretExpiresAt must be a calendar date/,
    ],
    [
      { secretExpiresAt: 'next year' },
      /^thing\.secretExpiresAt must be a calendar date/,
    ],
    [
      { secretExpiresAt: '2027-03-01T10:00:00Z' },
      /^thing\.secretExpiresAt must be a calendar date/,
    ],
    [
      { secret: 'canary' },
      /^thing\.secret is not known; did you mean scopes\?|clientSecret\?$/,
    ],
    [{ scopes: [] }, /^thing\.scopes must be a list/],
  ])('refuses %j', (change, problem) => {
    const problems = problemsOf({
      ...principal,
      ...change,
    });
    expect(problems).toEqual([expect.stringMatching(problem)]);
    expect(problems.join()).not.toMatch(/canary/);
  });
});
