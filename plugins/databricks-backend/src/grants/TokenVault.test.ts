import { randomBytes } from 'node:crypto';
import { Sealer } from '../encryption/Sealer';
import { A_SERVICE_PRINCIPAL, A_USER, aGrant } from './__testUtils__/aGrant';
import { Grant } from './Grant';
import { TokenVault } from './TokenVault';

const user = A_USER;
const servicePrincipal = A_SERVICE_PRINCIPAL;

const keys = new Map(
  ['k1', 'k2'].map(name => [name, randomBytes(32)] as const),
);
const sealerOf = (primaryKey: string, known = [primaryKey]) =>
  new Sealer({
    primaryKey,
    keys: new Map([...keys].filter(([name]) => known.includes(name))),
  });

function start(sealer = sealerOf('k1')) {
  const noted: [string, boolean][] = [];
  const vault = new TokenVault({
    sealer,
    store: {
      async noteReadable({ id }, isReadable) {
        noted.push([id, isReadable]);
        throw new Error('The database is away');
      },
    },
  });
  return { vault, noted };
}

/** A grant with tokens that one can open. */
function sealed(changes: Partial<Grant> = {}): Grant {
  const grant = aGrant(changes);
  const { vault } = start();
  return {
    ...grant,
    accessToken: vault.seal(grant, 'access_token', 'the access token'),
    refreshToken: vault.seal(grant, 'refresh_token', 'the refresh token'),
  };
}

describe('The tokens of a grant', () => {
  it('open as they were sealed, each at its own place', () => {
    const { vault, noted } = start();
    const grant = sealed();
    const token = vault.accessToken(grant, user)!;
    expect({ ...token }).toEqual({
      grantId: grant.id,
      accessToken: 'the access token',
      expiresAtMs: grant.expiresAtMs,
      scopes: grant.scopes,
      name: 'ada@example.com',
      source: 'database',
    });
    expect(token.hasFingerprint(token.fingerprint)).toBe(true);
    expect(token.fingerprint).toBe(
      sealerOf('k1').fingerprint('the access token'),
    );
    expect(vault.refreshToken(grant, user)).toBe('the refresh token');
    expect(noted).toEqual([]);
    const swapped = { ...grant, accessToken: grant.refreshToken };
    expect(() => vault.accessToken(swapped, user)).toThrow(
      expect.objectContaining({ code: 'credentials_unreadable' }),
    );
  });

  it('are none where none are stored', () => {
    const { vault, noted } = start();
    const grant = aGrant({ unreadableAtMs: 1 });
    expect(vault.accessToken(grant, user)).toBeUndefined();
    expect(vault.refreshToken(grant, user)).toBeUndefined();
    expect(noted).toEqual([]);
  });

  it('that do not open are noted once, and are told as unreadable', () => {
    const { vault, noted } = start();
    const grant = { ...sealed(), accessToken: 'no sealed value' };
    const code = 'credentials_unreadable';
    expect(() => vault.accessToken(grant, user)).toThrow(
      expect.objectContaining({ code }),
    );
    expect(noted).toEqual([[grant.id, false]]);
    expect(() =>
      vault.accessToken({ ...grant, unreadableAtMs: 1 }, user),
    ).toThrow(expect.objectContaining({ code }));
    expect(noted).toHaveLength(1);
  });

  it('whose key is missing are not told as unreadable, nor noted: the key may come back', () => {
    const { vault, noted } = start(sealerOf('k2'));
    expect(() => vault.refreshToken(sealed(), user)).toThrow(
      expect.objectContaining({ code: 'encryption_key_unavailable' }),
    );
    expect(noted).toEqual([]);
  });

  it('of a service principal that do not open are none, for whatever reason', () => {
    const { vault, noted } = start(sealerOf('k2'));
    expect(vault.accessToken(sealed(), servicePrincipal)).toBeUndefined();
    expect(
      vault.accessToken({ ...sealed(), accessToken: 'x' }, servicePrincipal),
    ).toBeUndefined();
    expect(noted).toEqual([]);
  });

  it('that open again are noted, once both do', () => {
    const { vault, noted } = start();
    const grant = sealed({ unreadableAtMs: 1 });
    for (const refreshToken of ['no sealed value', undefined]) {
      vault.accessToken({ ...grant, refreshToken }, user);
    }
    expect(noted).toEqual([]);
    vault.accessToken(grant, user);
    expect(noted).toEqual([[grant.id, true]]);
  });

  it('have a client with a hash under every key, that under the primary first', () => {
    const both = start(sealerOf('k2', ['k1', 'k2'])).vault.clientHashes(user);
    expect(both).toEqual([
      ...start(sealerOf('k2')).vault.clientHashes(user),
      ...start(sealerOf('k1')).vault.clientHashes(user),
    ]);
    expect(both).toHaveLength(2);
  });
});
