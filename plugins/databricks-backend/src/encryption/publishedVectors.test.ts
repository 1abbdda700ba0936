import {
  createCipheriv,
  createDecipheriv,
  getCipherInfo,
  hkdfSync,
} from 'node:crypto';
import { Sealer } from './Sealer';
import { IV_BYTES, parseSealedValue, TAG_BYTES } from './sealedValue';

const hex = (text: string) => Buffer.from(text.replace(/\s/g, ''), 'hex');

/** McGrew and Viega, The Galois/Counter Mode of Operation, appendix B: the 256-bit cases with a 96-bit IV. */
const GCM_CASES = [
  {
    name: '13: nothing at all',
    key: '0'.repeat(64),
    iv: '0'.repeat(24),
    plaintext: '',
    aad: '',
    ciphertext: '',
    tag: '530f8afbc74536b9a963b4f1c4cb738b',
  },
  {
    name: '14: one block of zeros',
    key: '0'.repeat(64),
    iv: '0'.repeat(24),
    plaintext: '0'.repeat(32),
    aad: '',
    ciphertext: 'cea7403d4d606b6e074ec5d3baf39d18',
    tag: 'd0d1c8a799996bf0265b98b5d48ab919',
  },
  {
    name: '15: four blocks',
    key: 'feffe9928665731c6d6a8f9467308308feffe9928665731c6d6a8f9467308308',
    iv: 'cafebabefacedbaddecaf888',
    plaintext: `d9313225f88406e5a55909c5aff5269a86a7a9531534f7da2e4c303d8a318a72
      1c3c0c95956809532fcf0e2449a6b525b16aedf5aa0de657ba637b391aafd255`,
    aad: '',
    ciphertext: `522dc1f099567d07f47f37a32a84427d643a8cdcbfe5c0c97598a2bd2555d1aa
      8cb08e48590dbb3da7b08b1056828838c5f61e6393ba7a0abcc9f662898015ad`,
    tag: 'b094dac5d93471bdec1a502270e3cc6c',
  },
  {
    name: '16: with additional data',
    key: 'feffe9928665731c6d6a8f9467308308feffe9928665731c6d6a8f9467308308',
    iv: 'cafebabefacedbaddecaf888',
    plaintext: `d9313225f88406e5a55909c5aff5269a86a7a9531534f7da2e4c303d8a318a72
      1c3c0c95956809532fcf0e2449a6b525b16aedf5aa0de657ba637b39`,
    aad: 'feedfacedeadbeeffeedfacedeadbeefabaddad2',
    ciphertext: `522dc1f099567d07f47f37a32a84427d643a8cdcbfe5c0c97598a2bd2555d1aa
      8cb08e48590dbb3da7b08b1056828838c5f61e6393ba7a0abcc9f662`,
    tag: '76fc6ece0f4e1768cddf8853bb2d551b',
  },
];

describe('AES-256-GCM as values are sealed with', () => {
  it.each(GCM_CASES)('agrees with published case $name', vector => {
    const cipher = createCipheriv(
      'aes-256-gcm',
      hex(vector.key),
      hex(vector.iv),
      {
        authTagLength: TAG_BYTES,
      },
    );
    cipher.setAAD(hex(vector.aad));
    const ciphertext = Buffer.concat([
      cipher.update(hex(vector.plaintext)),
      cipher.final(),
    ]);
    expect(ciphertext).toEqual(hex(vector.ciphertext));
    expect(cipher.getAuthTag()).toEqual(hex(vector.tag));
  });

  it('is the cipher, the IV and the tag that a stored value has', () => {
    expect([IV_BYTES, TAG_BYTES]).toEqual([12, 16]);
    const rootKey = Buffer.alloc(32, 7);
    const stored = new Sealer({
      primaryKey: 'k1',
      keys: new Map([['k1', rootKey]]),
    }).seal(
      'tokens',
      {
        table: 'grants',
        column: 'access_token',
        rowId: 'row',
        bound: ['alice', null, ''],
      },
      'the token',
    );
    // By the description at the head of the sealer, and by nothing of its code
    const subKey = hkdfSync(
      'sha256',
      rootKey,
      Buffer.alloc(0),
      'backstage-plugin-databricks/tokens/v1',
      32,
    );
    const [format, keyId, iv, body] = stored.split('.');
    const bytes = Buffer.from(body, 'base64url');
    const decipher = createDecipheriv(
      'aes-256-gcm',
      Buffer.from(subKey),
      Buffer.from(iv, 'base64url'),
      { authTagLength: 16 },
    );
    decipher.setAAD(
      Buffer.concat(
        [
          ...[format, keyId, 'grants', 'access_token', 'row'],
          ...['alice', null, ''],
        ].flatMap(part => {
          const length = Buffer.alloc(4);
          length.writeUInt32BE(part === null ? 2 ** 32 - 1 : part.length);
          return [length, Buffer.from(part ?? '')];
        }),
      ),
    );
    decipher.setAuthTag(bytes.subarray(-16));
    const opened = Buffer.concat([
      decipher.update(bytes.subarray(0, -16)),
      decipher.final(),
    ]);
    expect(opened.toString()).toBe('the token');
    expect(parseSealedValue(stored)?.iv).toHaveLength(12);
  });

  it('takes no IV from its callers, and never the same one twice', () => {
    const sealer = new Sealer({
      primaryKey: 'k1',
      keys: new Map([['k1', Buffer.alloc(32, 7)]]),
    });
    const place = {
      table: 't',
      column: 'c',
      rowId: 'r',
      bound: [],
    };
    const ivs = new Set<string>();
    for (let i = 0; i < 100_000; i += 1) {
      ivs.add(sealer.seal('tokens', place, 'same').split('.')[2]);
    }
    expect(ivs.size).toBe(100_000);
    expect(sealer.seal.length).toBe(3);
    expect(getCipherInfo('aes-256-gcm')).toMatchObject({
      ivLength: IV_BYTES,
      keyLength: 32,
    });
  });
});

describe('HKDF-SHA-256 as keys are derived with', () => {
  it('agrees with RFC 5869, test case 1', () => {
    const okm = hkdfSync(
      'sha256',
      hex('0b'.repeat(22)),
      hex('000102030405060708090a0b0c'),
      hex('f0f1f2f3f4f5f6f7f8f9'),
      42,
    );
    expect(Buffer.from(okm)).toEqual(
      hex(`3cb25f25faacd57a90434f64d0362f2a2d2d0a90cf1a5a4c5db02d56ecc4c5bf
        34007208d5b887185865`),
    );
  });

  it('agrees with RFC 5869, test case 3: without a salt, as ours', () => {
    const okm = hkdfSync('sha256', hex('0b'.repeat(22)), '', '', 42);
    expect(Buffer.from(okm)).toEqual(
      hex(`8da4e775a563c18f715f802a063c5a31b8a11f5c5ee1879ec3454e5f3c738d2d
        9d201395faa4b61a96c8`),
    );
  });
});
