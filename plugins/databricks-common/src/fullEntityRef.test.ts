import { isFullEntityRef } from './fullEntityRef';

describe('A full entity ref', () => {
  it.each([
    'group:default/analytics',
    'Group:Default/Analytics',
    'user:my-org.eu/jürgen@example.com',
  ])('is %s', ref => expect(isFullEntityRef(ref)).toBe(true));

  it.each([
    'analytics',
    'group:analytics',
    'default/analytics',
    'group:default/a/b',
    'group:default/a b',
    'group:default/a\u0000b',
    'group:default/a\ud83db',
    // In lower case these would be the letters of another kind and namespace
    'group:bac\u212aend/analytics',
    '\u212aind:default/analytics',
    'u\u017fer:default/alice',
  ])('is not %j', ref => expect(isFullEntityRef(ref)).toBe(false));
});
