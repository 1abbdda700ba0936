import { formatSealedValue, parseSealedValue } from './sealedValue';

const iv = Buffer.alloc(12, 255);

describe('The stored form of a value', () => {
  it.each([16, 17, 18, 19, 100])(
    'names key, IV, and ciphertext with tag, here of %i bytes, and is read as it was written',
    length => {
      const value = { keyId: 'k1-a', iv, ciphertext: Buffer.alloc(length, 7) };
      const text = formatSealedValue(value);
      expect(text).toBe(
        `dbx1.k1-a.${'_'.repeat(16)}.${value.ciphertext.toString('base64url')}`,
      );
      expect(parseSealedValue(text)).toEqual(value);
    },
  );

  const body = 'A'.repeat(24);
  const text = (changes: {
    format?: string;
    keyId?: string;
    iv?: string;
    body?: string;
  }) =>
    [
      changes.format ?? 'dbx1',
      changes.keyId ?? 'k1',
      changes.iv ?? '_'.repeat(16),
      changes.body ?? body,
    ].join('.');

  it.each(['k', 'k1', 'k-1', 'key-of-2026-b'])('has keys as %s', keyId => {
    expect(parseSealedValue(text({ keyId }))?.keyId).toBe(keyId);
  });

  it.each([
    { format: 'dbx2' },
    { format: 'xdbx1' },
    { format: '' },
    ...['', '1k', 'K1', '-k', 'k-', 'k--1', 'k_1', 'k.1', 'kA'].map(keyId => ({
      keyId,
    })),
    { iv: '_'.repeat(15) },
    { iv: '_'.repeat(17) },
    { iv: `${'_'.repeat(15)}+` },
    // Shorter than a tag
    { body: '' },
    { body: 'A'.repeat(20) },
    // No bytes end so, or not in the one spelling
    { body: `${body}A` },
    { body: `${body}AB` },
    { body: `${body}AAB` },
    { body: `${body}=` },
    { body: `${body}\n` },
    { body: `+${body.slice(1)}` },
  ])('is nothing else: %j', changes => {
    expect(parseSealedValue(text(changes))).toBeUndefined();
  });

  it('may end with one or two bytes, in the one spelling of each', () => {
    for (const end of ['AA', 'AQ', 'Ag', 'Aw', 'AAA', 'AA8', '__8', '-w']) {
      const value = parseSealedValue(text({ body: body + end }));
      expect(value?.ciphertext.toString('base64url')).toBe(body + end);
    }
  });
});
