import { identityFor, isSignInNeeded } from './identity';

describe('identityFor', () => {
  it.each`
    type          | oauthType | purpose          | user                  | plugin
    ${'spark'}    | ${'u2m'}  | ${'interactive'} | ${'user'}             | ${'not_allowed'}
    ${'spark'}    | ${'u2m'}  | ${'automation'}  | ${'servicePrincipal'} | ${'servicePrincipal'}
    ${'sql'}      | ${'u2m'}  | ${'interactive'} | ${'user'}             | ${'not_allowed'}
    ${'sql'}      | ${'u2m'}  | ${'automation'}  | ${'servicePrincipal'} | ${'servicePrincipal'}
    ${'prophecy'} | ${'u2m'}  | ${'interactive'} | ${'user'}             | ${'not_allowed'}
    ${'prophecy'} | ${'u2m'}  | ${'automation'}  | ${'user'}             | ${'nobody'}
    ${'prophecy'} | ${'m2m'}  | ${'interactive'} | ${'servicePrincipal'} | ${'servicePrincipal'}
    ${'prophecy'} | ${'m2m'}  | ${'automation'}  | ${'servicePrincipal'} | ${'servicePrincipal'}
  `(
    'a $type fabric ($oauthType), $purpose: $user for a user, $plugin for a plugin',
    ({ type, oauthType, purpose, user, plugin }) => {
      expect(identityFor({ type, oauthType }, purpose, 'user')).toBe(user);
      expect(identityFor({ type, oauthType }, purpose, 'plugin')).toBe(plugin);
    },
  );

  it('asks for a sign-in wherever interactive work is the user’s', () => {
    expect(isSignInNeeded({ type: 'sql', oauthType: 'u2m' })).toBe(true);
    expect(isSignInNeeded({ type: 'spark', oauthType: 'u2m' })).toBe(true);
    expect(isSignInNeeded({ type: 'prophecy', oauthType: 'u2m' })).toBe(true);
    expect(isSignInNeeded({ type: 'prophecy', oauthType: 'm2m' })).toBe(false);
  });
});
