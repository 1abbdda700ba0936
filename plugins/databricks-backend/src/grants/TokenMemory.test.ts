import { MAX_STALENESS_MS } from '../maxStaleness';
import { IssuedToken } from './IssuedToken';
import { TokenMemory } from './TokenMemory';

const HOUR = 3_600_000;
const MINUTE = 60_000;
const token = new IssuedToken({
  accessToken: 'a',
  expiresAtMs: 0,
  scopes: [],
  name: 'ada',
  source: 'database',
  fingerprints: () => ['f', 'g'],
});

describe('The memory of tokens', () => {
  let now = 1_000;
  let memory: TokenMemory;
  const keep = (remainingMs: number, since = memory.moment(), readAt = now) =>
    memory.keep(
      'key',
      {
        grantId: '9b1deb4d-3b7d-4bad-9bdd-2b0d7b3dcb6d',
        owner: 'alice',
        token,
        time: { lifeMs: HOUR, remainingMs },
        readAt,
      },
      since,
    );

  beforeEach(() => {
    memory = new TokenMemory({ clock: () => now });
  });

  it('serves for as long as the promised staleness, and no longer', () => {
    keep(HOUR);
    now += MAX_STALENESS_MS - 1;
    expect(memory.find('key', {})?.token.source).toBe('memory');
    now += 2;
    expect(memory.find('key', {})).toBeUndefined();
  });

  it('counts the staleness from the reading, however long it took until it was kept', () => {
    keep(HOUR, memory.moment(), now - MAX_STALENESS_MS + 5);
    now += 4;
    expect(memory.find('key', {})).toBeDefined();
    now += 2;
    expect(memory.find('key', {})).toBeUndefined();
  });

  it('knows a rejected token also by the fingerprint of a replica with another primary key', () => {
    memory.keep(
      'key',
      {
        grantId: '9b1deb4d-3b7d-4bad-9bdd-2b0d7b3dcb6d',
        owner: 'alice',
        token,
        time: { lifeMs: HOUR, remainingMs: HOUR },
        readAt: now,
      },
      memory.moment(),
    );
    expect(memory.find('key', { rejectedFingerprint: 'g' })).toBeUndefined();
    expect(memory.find('key', { rejectedFingerprint: 'h' })).toBeDefined();
  });

  it('counts a token’s time on, and serves none below the floor or below what is asked for', () => {
    keep(MINUTE + 5_000);
    expect(memory.find('key', { minValidityMs: 2 * MINUTE })).toBeUndefined();
    expect(memory.find('key', { rejectedFingerprint: 'f' })).toBeUndefined();
    expect(memory.find('key', {})).toBeDefined();
    now += 5_000;
    expect(memory.find('key', {})).toBeUndefined();
  });

  it('says when to renew, and not again while that is postponed', () => {
    keep(HOUR);
    expect(memory.find('key', {})?.renew).toBe(false);
    keep(19 * MINUTE);
    expect(memory.find('key', {})?.renew).toBe(true);
    memory.postponeRenewal('key', 1_000);
    expect(memory.find('key', {})?.renew).toBe(false);
    now += 1_000;
    expect(memory.find('key', {})?.renew).toBe(true);
  });

  it('forgets an owner, also what was being read at that moment', () => {
    keep(HOUR);
    const before = memory.moment();
    memory.forgetOwner('alice');
    expect(memory.find('key', {})).toBeUndefined();
    keep(HOUR, before);
    expect(memory.find('key', {})).toBeUndefined();
    keep(HOUR);
    expect(memory.find('key', {})).toBeDefined();
  });
});
