import { randomBytes } from 'node:crypto';
import { Sealer } from '../encryption/Sealer';
import { BrowserBinding, issuedAtMs } from './BrowserBinding';

const K1 = randomBytes(32);
const K2 = randomBytes(32);
const NOW_MS = Date.parse('2026-11-27T12:00:00.500Z');
const MINUTE_MS = 60_000;

/** A replica with these keys, of which the first is primary. */
function replica(keys: Record<string, Buffer>, nowMs = NOW_MS) {
  const [primaryKey] = Object.keys(keys);
  return new BrowserBinding({
    sealer: new Sealer({ primaryKey, keys: new Map(Object.entries(keys)) }),
    clock: () => nowMs,
  });
}

describe('What binds a sign-in to its browser', () => {
  const binding = replica({ k1: K1 });
  const value = binding.make('state', 'oauthredirect');

  it('is good for its state and its callback alone', () => {
    expect(binding.isGood(value, 'state', 'oauthredirect')).toBe(true);
    expect(binding.isGood(value, 'stat', 'oauthredirect')).toBe(false);
    expect(binding.isGood(value, 'state2', 'oauthredirect')).toBe(false);
    expect(binding.isGood(value, 'state', 'metadata')).toBe(false);
    expect(binding.make('state', 'oauthredirect')).not.toBe(value);
  });

  it('is good for ten minutes, and a little before for replicas whose clocks are behind', () => {
    const goodAfter = (ms: number) =>
      replica({ k1: K1 }, NOW_MS + ms).isGood(value, 'state', 'oauthredirect');
    expect(goodAfter(10 * MINUTE_MS - 1_000)).toBe(true);
    expect(goodAfter(10 * MINUTE_MS)).toBe(false);
    expect(goodAfter(-MINUTE_MS)).toBe(true);
    expect(goodAfter(-MINUTE_MS - 1_000)).toBe(false);
    expect(issuedAtMs(value)).toBe(NOW_MS - 500);
  });

  it('is good on every replica that has the key, whichever encrypts', () => {
    const good = (keys: Record<string, Buffer>) =>
      replica(keys).isGood(value, 'state', 'oauthredirect');
    expect(good({ k2: K2, k1: K1 })).toBe(true);
    expect(good({ k2: K2 })).toBe(false);
    expect(good({ k1: K2 })).toBe(false);
  });

  it('is not good with any of its characters changed, or moved from part to part', () => {
    // The last character of base64url stands for four bits only, of which two are read
    const changed = Array.from(value.slice(0, -1)).flatMap((_, i) =>
      ['A', 'b', '0', '.', '']
        .map(other => value.slice(0, i) + other + value.slice(i + 1))
        .filter(it => it !== value),
    );
    expect(
      changed.filter(it => binding.isGood(it, 'state', 'oauthredirect')),
    ).toEqual([]);
  });

  it.each(['', '...', 'x'.repeat(43), `1.${'a'.repeat(43)}.k1.`])(
    'is not %s',
    text => {
      expect(binding.isGood(text, 'state', 'oauthredirect')).toBe(false);
      expect(issuedAtMs(text)).toBe(0);
    },
  );

  it('is good until the last moment of both limits', () => {
    const second = NOW_MS - 500;
    const fresh = replica({ k1: K1 }, second).make('state', 'metadata');
    const goodAfter = (ms: number) =>
      replica({ k1: K1 }, second + ms).isGood(fresh, 'state', 'metadata');
    expect(goodAfter(10 * MINUTE_MS)).toBe(true);
    expect(goodAfter(10 * MINUTE_MS + 1)).toBe(false);
    expect(goodAfter(-MINUTE_MS)).toBe(true);
    expect(goodAfter(-MINUTE_MS - 1)).toBe(false);
  });

  it('is not good with anything in front of it or behind it', () => {
    for (const text of [`1${value}`, `x${value}`, `${value}x`, `${value}\n`]) {
      expect(binding.isGood(text, 'state', 'oauthredirect')).toBe(false);
    }
  });

  it('is the MAC of all that it stands for, under the key that it names', () => {
    const named = replica({ 'key-of-2026': K1 });
    const made = named.make('state', 'oauthredirect');
    expect(named.isGood(made, 'state', 'oauthredirect')).toBe(true);
    const [issuedAt, random, keyId, mac] = made.split('.');
    expect(keyId).toBe('key-of-2026');
    const parts = [
      issuedAt,
      random,
      keyId,
      'state',
      '/api/databricks/oauthredirect',
    ];
    const keys = new Map([['key-of-2026', K1]]);
    expect(mac).toBe(
      new Sealer({ primaryKey: 'key-of-2026', keys })
        .mac('key-of-2026', 'sign-in-cookies', parts)
        .toString('base64url'),
    );
  });

  it('takes the time of this machine where no other is given', () => {
    const keys = new Map([['k1', K1]]);
    const own = new BrowserBinding({
      sealer: new Sealer({ primaryKey: 'k1', keys }),
    });
    const made = own.make('state', 'metadata');
    expect(Math.abs(issuedAtMs(made) - Date.now())).toBeLessThan(MINUTE_MS);
    expect(own.isGood(made, 'state', 'metadata')).toBe(true);
  });
});
