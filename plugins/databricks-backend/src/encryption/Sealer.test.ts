import { createHmac, hkdfSync, randomBytes } from 'node:crypto';
import fc from 'fast-check';
import { keyIdOf, SealedPlace, Sealer, SealedValueError } from './Sealer';
import { parseSealedValue } from './sealedValue';

const k1 = randomBytes(32);
const k2 = randomBytes(32);
const sealer = new Sealer({ primaryKey: 'k1', keys: new Map([['k1', k1]]) });
const place: SealedPlace = {
  table: 'grants',
  column: 'refresh_token',
  rowId: 'row-1',
  bound: ['user:default/alice', 'https://one.example.com', null],
};

function reasonOf(open: () => string): string {
  try {
    open();
    return 'opened';
  } catch (error) {
    expect(error).toBeInstanceOf(SealedValueError);
    expect((error as Error).cause).toBeUndefined();
    return (error as SealedValueError).reason;
  }
}

describe('Sealer', () => {
  it('opens what it sealed, for any text, in the strict grammar, and never twice alike', () => {
    const seen = new Set<string>();
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), text => {
        const wellFormed = text.replace(/[\ud800-\udfff]/g, '');
        const stored = sealer.seal('tokens', place, wellFormed);
        expect(parseSealedValue(stored)?.keyId).toBe('k1');
        expect(sealer.open('tokens', place, stored)).toBe(wellFormed);
        const iv = stored.split('.')[2];
        expect(seen.has(iv)).toBe(false);
        seen.add(iv);
      }),
    );
  });

  it('refuses a value with any one character changed, cut or added', () => {
    const stored = sealer.seal('tokens', place, 'doau-secret');
    for (let i = 0; i < stored.length; i += 1) {
      for (const other of 'AB.!k'.replace(stored[i], '')) {
        const changed = stored.slice(0, i) + other + stored.slice(i + 1);
        expect(reasonOf(() => sealer.open('tokens', place, changed))).not.toBe(
          'opened',
        );
      }
      expect(
        reasonOf(() => sealer.open('tokens', place, stored.slice(0, i))),
      ).toBe('unreadable');
    }
    for (const tail of ['!!', '=', '==', 'A', ' ', '\n']) {
      expect(reasonOf(() => sealer.open('tokens', place, stored + tail))).toBe(
        'unreadable',
      );
    }
  });

  it('refuses a value that was moved to another place or purpose', () => {
    const stored = sealer.seal('tokens', place, 'doau-secret');
    const elsewhere: SealedPlace[] = [
      { ...place, table: 'sign_ins' },
      { ...place, column: 'access_token' },
      { ...place, rowId: 'row-2' },
      { ...place, bound: ['user:default/bob', ...place.bound.slice(1)] },
      { ...place, table: 'grant', column: 'srefresh_token' },
      { ...place, bound: [null, ...place.bound.slice(1)] },
      { ...place, bound: [place.bound[0], null, place.bound[1]] },
      { ...place, bound: [...place.bound.slice(0, 2), ''] },
      { ...place, bound: place.bound.slice(0, 2) },
      { ...place, bound: [...place.bound, null] },
    ];
    for (const other of elsewhere) {
      expect(reasonOf(() => sealer.open('tokens', other, stored))).toBe(
        'unreadable',
      );
    }
    expect(reasonOf(() => sealer.open('settings', place, stored))).toBe(
      'unreadable',
    );
  });

  it('takes no two places for one, not even where a column is empty here and null there', () => {
    // Short texts of few characters, so that many pairs nearly agree; some are long and of several bytes each
    const text = fc.oneof(
      fc.string({
        unit: fc.constantFrom('a', '\u0000', '\u00ff'),
        maxLength: 3,
      }),
      fc.string({ unit: 'grapheme' }),
    );
    const column = fc.option(text, { freq: 2 });
    const somePlace: fc.Arbitrary<SealedPlace> = fc.record({
      table: text,
      column: text,
      rowId: text,
      bound: fc.array(column, { maxLength: 4 }),
    });
    const almost = fc
      .tuple(somePlace, somePlace)
      .chain(([one, other]) =>
        fc
          .subarray(Object.keys(one) as (keyof SealedPlace)[])
          .map(differing => [
            one,
            differing.reduce((it, key) => ({ ...it, [key]: other[key] }), one),
          ]),
      );
    fc.assert(
      fc.property(almost, ([one, other]) => {
        const stored = sealer.seal('tokens', one, 'secret');
        expect(reasonOf(() => sealer.open('tokens', other, stored))).toBe(
          JSON.stringify(one) === JSON.stringify(other)
            ? 'opened'
            : 'unreadable',
        );
      }),
      { numRuns: 2_000 },
    );
  });

  it('seals nothing for a row that was read without one of its columns', () => {
    const unread = { ...place, bound: [undefined as never] };
    expect(() => sealer.seal('tokens', unread, 'secret')).toThrow(
      'must be of type string',
    );
  });

  it('refuses tags that are shorter than 128 bits', () => {
    const [format, keyId, iv, body] = sealer
      .seal('tokens', place, 'x'.repeat(40))
      .split('.');
    const bytes = Buffer.from(body, 'base64url');
    for (const tagBytes of [4, 8, 12, 15]) {
      const short = bytes
        .subarray(0, bytes.length - 16 + tagBytes)
        .toString('base64url');
      expect(
        reasonOf(() =>
          sealer.open('tokens', place, [format, keyId, iv, short].join('.')),
        ),
      ).toBe('unreadable');
    }
  });

  it('reads with every key, writes with the primary one, and tells a missing key from a broken value', () => {
    const old = sealer.seal('tokens', place, 'secret');
    const rotated = new Sealer({
      primaryKey: 'k2',
      keys: new Map([
        ['k1', k1],
        ['k2', k2],
      ]),
    });
    expect(rotated.open('tokens', place, old)).toBe('secret');
    const renewed = rotated.seal('tokens', place, 'secret');
    expect(parseSealedValue(renewed)?.keyId).toBe('k2');
    expect(reasonOf(() => sealer.open('tokens', place, renewed))).toBe(
      'key_unavailable',
    );
    const renamed = renewed.replace('dbx1.k2.', 'dbx1.k1.');
    expect(reasonOf(() => rotated.open('tokens', place, renamed))).toBe(
      'unreadable',
    );
  });

  it('makes fingerprints and check values that depend on the key and say nothing of the secret', () => {
    const other = new Sealer({
      primaryKey: 'k1',
      keys: new Map([['k1', k2]]),
    });
    expect(sealer.fingerprint('token')).toMatch(/^[A-Za-z0-9_-]{11}$/);
    expect(sealer.fingerprint('token')).toBe(sealer.fingerprint('token'));
    expect(sealer.fingerprint('token')).not.toBe(other.fingerprint('token'));
    expect(sealer.checkValue('k1')).not.toBe(other.checkValue('k1'));
  });

  it('makes fingerprints under every key, that of the primary first, whoever’s primary it is', () => {
    const keys = new Map([
      ['k1', k1],
      ['k2', k2],
    ]);
    const [one, two] = ['k1', 'k2'].map(
      primaryKey => new Sealer({ primaryKey, keys }),
    );
    expect(one.fingerprints('token')[0]).toBe(one.fingerprint('token'));
    expect(one.fingerprints('token')).toEqual(
      [...two.fingerprints('token')].reverse(),
    );
  });

  it('knows its keys, and of a stored value which one it needs', () => {
    const two = new Sealer({
      primaryKey: 'k2',
      keys: new Map([
        ['k1', k1],
        ['k2', k2],
      ]),
    });
    expect([two.primaryKey, two.keyIds]).toEqual(['k2', ['k1', 'k2']]);
    expect(keyIdOf(two.seal('tokens', place, 'secret'))).toBe('k2');
    expect(keyIdOf('canary')).toBeUndefined();
  });

  it('says in words of its own why a value does not open', () => {
    const missing = new SealedValueError('key_unavailable');
    expect([missing.name, missing.message]).toEqual([
      'SealedValueError',
      'The encryption key of a stored value is not configured',
    ]);
    expect(new SealedValueError('unreadable').message).toBe(
      'A stored value cannot be opened',
    );
    const keys = new Map([['k1', k1]]);
    expect(reasonOf(() => String(sealer.checkValue('k2')))).toBe(
      'key_unavailable',
    );
    // At the start, and not when the first token is to be kept
    expect(reasonOf(() => String(new Sealer({ primaryKey: 'k2', keys })))).toBe(
      'key_unavailable',
    );
  });

  it('has a sub-key for each purpose, by RFC 5869 and by nothing of its code', () => {
    const hmac = (purpose: string, data: string | Buffer) => {
      const info = `backstage-plugin-databricks/${purpose}/v1`;
      const subKey = Buffer.from(hkdfSync('sha256', k1, '', info, 32));
      return createHmac('sha256', subKey).update(data).digest();
    };
    expect(sealer.fingerprint('token')).toBe(
      hmac('fingerprint', 'token').subarray(0, 8).toString('base64url'),
    );
    expect(sealer.checkValue('k1')).toBe(
      hmac('check', 'k1').toString('base64url'),
    );
    const parts = Buffer.from('\0\0\0\u0002a\n\0\0\0\0\0\0\0\u0002\u00e9');
    expect(sealer.mac('k1', 'sign-in-cookies', ['a\n', '', '\u00e9'])).toEqual(
      hmac('sign-in-cookies', parts),
    );
  });
});
