import { isDefinitionName } from './definitionFields';

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
