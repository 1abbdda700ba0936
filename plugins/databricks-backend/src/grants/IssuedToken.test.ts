import { IssuedToken } from './IssuedToken';

describe('A token that is handed out', () => {
  it('is the same from memory, and has its fingerprints made once', () => {
    let made = 0;
    const token = new IssuedToken({
      grantId: 'g',
      accessToken: 'a',
      expiresAtMs: 1,
      scopes: ['sql'],
      name: 'ada',
      source: 'refresh',
      fingerprints: () => {
        made += 1;
        return ['f', 'g'];
      },
    });
    const remembered = token.remembered();
    expect(made).toBe(0);
    expect({ ...remembered }).toEqual({ ...token, source: 'memory' });
    expect([remembered.fingerprint, token.fingerprint]).toEqual(['f', 'f']);
    expect(token.hasFingerprint('g')).toBe(true);
    expect(token.hasFingerprint('h')).toBe(false);
    expect(made).toBe(1);
  });
});
