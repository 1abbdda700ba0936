import { buildAuthorizationUrl } from '../databricks/OAuthClient';
import {
  bindingCookie,
  bindingCookieName,
  hashOf,
  outdatedCookies,
  randomValue,
  readCookie,
} from './binding';

describe('State, verifier and cookie', () => {
  it('are 256 random bits each, never twice the same', () => {
    const values = Array.from({ length: 10_000 }, randomValue);
    expect(new Set(values).size).toBe(values.length);
    for (const value of values) {
      expect(value).toMatch(/^[A-Za-z0-9_-]{43}$/);
      expect(Buffer.from(value, 'base64url')).toHaveLength(32);
    }
    const ones = values
      .map(value => Buffer.from(value, 'base64url').reduce(countOnes, 0))
      .reduce((sum, count) => sum + count, 0);
    expect(ones / (values.length * 256)).toBeCloseTo(0.5, 2);
  });

  it('become the challenge of RFC 7636, appendix B', async () => {
    const url = await buildAuthorizationUrl({
      workspaceUrl: 'https://adb-1.7.azuredatabricks.net',
      clientId: 'client',
      redirectUri: 'https://portal.example.com/api/databricks/oauthredirect',
      scopes: ['all-apis'],
      state: 'state',
      codeVerifier: 'dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk',
    });
    const { searchParams } = new URL(url);
    expect(searchParams.get('code_challenge')).toBe(
      'E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM',
    );
    expect(searchParams.get('code_challenge_method')).toBe('S256');
    expect(url).not.toContain('dBjftJeZ');
  });

  it('are kept as SHA-256', () => {
    // FIPS 180-2, appendix B.1
    expect(hashOf('abc')).toBe(
      Buffer.from(
        'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad',
        'hex',
      ).toString('base64url'),
    );
  });
});

describe('The binding cookie', () => {
  it('belongs to this host alone over https, and is plain on a loopback http', () => {
    const name = bindingCookieName('abc', true);
    expect(bindingCookie(name, 'value', true)).toBe(
      '__Host-databricks-sign-in-ba7816bf=value; Secure; HttpOnly; SameSite=Lax; Path=/; Max-Age=600',
    );
    expect(bindingCookie(bindingCookieName('abc', false), 'value', false)).toBe(
      'databricks-sign-in-ba7816bf=value; HttpOnly; SameSite=Lax; Path=/; Max-Age=600',
    );
    expect(bindingCookie(name, '', true)).toBe(
      '__Host-databricks-sign-in-ba7816bf=; Secure; HttpOnly; SameSite=Lax; Path=/; Max-Age=0',
    );
  });

  it('has a name that no state can break out of', () => {
    for (const state of ['a\r\nSet-Cookie: x=y', ';Path=/x', '=', '\u0000']) {
      expect(bindingCookieName(state, true)).toMatch(
        /^__Host-databricks-sign-in-[0-9a-f]{8}$/,
      );
    }
  });

  it('is read by its whole name, and not at all when it is there twice', () => {
    expect(readCookie('a=1; name=value; b=2', 'name')).toBe('value');
    expect(readCookie('name=va=lue', 'name')).toBe('va=lue');
    expect(readCookie('name=', 'name')).toBe('');
    for (const header of [
      undefined,
      '',
      'name',
      'xname=value',
      'name =value',
      'Name=value',
      'name=a; name=b',
      'name=a; name=a',
    ]) {
      expect([header, readCookie(header, 'name')]).toEqual([header, undefined]);
    }
  });

  it('is cleared by later starts, ten of the oldest at a time, so that the ten newest are left', () => {
    const nameOf = (i: number) =>
      `databricks-sign-in-${i.toString(16).padStart(8, '0')}`;
    const jar = (count: number) =>
      Array.from({ length: count }, (_, i) => `${nameOf(i)}=${i}`);
    const outdated = (cookies: string[], secure = false) =>
      outdatedCookies(cookies.join('; '), secure, Number);
    expect(outdated(jar(9))).toEqual([]);
    expect(outdated(jar(10))).toEqual([nameOf(0)]);
    expect(outdated(jar(12)).sort()).toEqual([0, 1, 2].map(nameOf));
    const many = outdated(jar(230));
    expect(many.sort()).toEqual(jar(10).map(it => it.split('=')[0]));
    // Whatever order they come in, their time decides; of the same second, browsers send the older one first
    expect(outdated(jar(11).reverse()).sort()).toEqual([0, 1].map(nameOf));
    const [first, second, ...others] = jar(11).map(it =>
      it.replace(/=.*/, '=0'),
    );
    expect(outdated([second, first, ...others])).toEqual([0, 1].map(nameOf));
    const secure = jar(10).map(it => `__Host-${it}`);
    expect(outdated([...jar(9), ...secure], true)).toEqual([
      `__Host-${nameOf(0)}`,
    ]);
    expect(outdated([...jar(9), ...secure])).toEqual([]);
    // Cookies of others are left alone
    expect(
      outdated([
        ...jar(9),
        'a=1',
        `${nameOf(300)}x=1`,
        `x${nameOf(300)}=1`,
        'b',
      ]),
    ).toEqual([]);
    expect(outdated(jar(20), true)).toEqual([]);
    expect(outdatedCookies(undefined, true, Number)).toEqual([]);
  });
});

function countOnes(sum: number, byte: number): number {
  return sum + byte.toString(2).replaceAll('0', '').length;
}
