import { MAX_STALENESS_MS } from '../maxStaleness';
import { IssuedToken } from './IssuedToken';
import { TokenMemory } from './TokenMemory';

const HOUR = 3_600_000;
const MINUTE = 60_000;
const token = new IssuedToken({
  grantId: 'g',
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
  /** What was read just now, of a token that lives for an hour more. */
  const tokenOf = (owner: string) => ({
    grantId: '9b1deb4d-3b7d-4bad-9bdd-2b0d7b3dcb6d',
    owner,
    token,
    time: { lifeMs: HOUR, remainingMs: HOUR },
    readAt: now,
  });
  const keep = (remainingMs: number, since = memory.moment(), readAt = now) => {
    const time = { lifeMs: HOUR, remainingMs };
    memory.keep('key', { ...tokenOf('alice'), time, readAt }, since);
  };

  beforeEach(() => {
    memory = new TokenMemory({ clock: () => now });
  });

  it('serves for as long as the promised staleness, and no longer', () => {
    keep(HOUR);
    now += MAX_STALENESS_MS;
    expect(memory.find('key', {})?.token.source).toBe('memory');
    now += 1;
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
    keep(HOUR);
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

  it('forgets one key, or one owner, and nothing of others', () => {
    const known = ['alice', 'bob', 'carol'];
    known.forEach(it => memory.keep(it, tokenOf(it), memory.moment()));
    const remembered = () => known.filter(it => memory.find(it, {}));
    memory.forget('bob');
    expect(remembered()).toEqual(['alice', 'carol']);
    memory.forgetOwner('carol');
    expect(remembered()).toEqual(['alice']);
    memory.postponeRenewal('bob', 1_000);
    expect(remembered()).toEqual(['alice']);
  });

  it('hands out one object, and makes no fingerprint that nobody asks for', () => {
    const fingerprints = () => {
      throw new Error('made a fingerprint');
    };
    const unasked = new IssuedToken({ ...token, fingerprints });
    const entry = { ...tokenOf('alice'), token: unasked };
    memory.keep('key', entry, memory.moment());
    const found = memory.find('key', {})?.token;
    expect(found).toBeDefined();
    expect(memory.find('key', {})?.token).toBe(found);
  });

  it('ages by the clock of the process where no other is given', () => {
    const own = new TokenMemory();
    const keepReadAt = (readAt: number) =>
      own.keep('key', { ...tokenOf('alice'), readAt }, own.moment());
    keepReadAt(performance.now());
    expect(own.find('key', {})).toBeDefined();
    keepReadAt(performance.now() - MAX_STALENESS_MS - 1);
    expect(own.find('key', {})).toBeUndefined();
  });
});
