import { clientSecret, isDefinitionName } from './definitionFields';

describe('isDefinitionName', () => {
  it.each(['a', 'analytics-dev', 'k1', 'a1-2b-c', 'a'.repeat(63)])(
    '%s is a name',
    name => expect(isDefinitionName(name)).toBe(true),
  );
  it.each([
    '',
    '1a',
    'A',
    'a_b',
    'a--b',
    '-a',
    'a-',
    'a b',
    'a\n',
    '__proto__',
    'a'.repeat(64),
  ])('%j is none', name => expect(isDefinitionName(name)).toBe(false));
});

describe('A client secret', () => {
  it.each([
    '********',
    '***',
    '*',
    '\u2022\u2022\u2022\u2022\u2022\u2022',
    '\u25cf\u25cf\u25cf\u25cf',
    'xxxxxxxx',
    'XXXX-XXXX-XXXX',
    'xxx',
    '........',
    '\u2026',
    '--------',
    '____',
    '####',
    '*.-_',
    '**** ****',
    '<***>',
  ])('is not %s, which stands in its place', mask => {
    const { error } = clientSecret().safeParse(mask);
    expect(error?.issues).toHaveLength(1);
    expect(error?.issues[0].message).toMatch(
      /not the characters that are shown/,
    );
    expect(error?.issues[0].message).not.toContain(mask);
  });

  it.each(['dose0123', 'x', 'xx', 'xxxy', 'Xx0', '***a***', 'a'])(
    'may be %s',
    secret => expect(clientSecret().safeParse(secret).success).toBe(true),
  );
});
