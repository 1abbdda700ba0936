import {
  createCipheriv,
  createDecipheriv,
  createHmac,
  createSecretKey,
  hkdfSync,
  KeyObject,
  randomBytes,
} from 'node:crypto';
import {
  formatSealedValue,
  IV_BYTES,
  parseSealedValue,
  SEALED_FORMAT,
  TAG_BYTES,
} from './sealedValue';

/*
 * How values are kept
 *
 * Every value is encrypted by itself with AES-256-GCM (NIST SP 800-38D), a fresh random IV and a 128-bit tag, under
 * a sub-key that HKDF-SHA-256 (RFC 5869) derives from a root key for one purpose. The primary root key encrypts, the
 * others only decrypt. The key is chosen by the id in the value, never by trying.
 *
 * The additional authenticated data name the place where the value stands: format, key id, table, column, row id, owner,
 * and every other column of the row that decides where, for whom and with what the secret is used. Each has its length
 * in front, and no column's own text has the length of a column that is null, so that no two places have the same bytes.
 * They are computed from the row as the caller selected it. A value whose row was altered in one of them does not open.
 *
 * What this does not stop: whoever can write to the database can restore an older row as a whole.
 */

/** What a root key is used for; each has a sub-key of its own. */
export type SealPurpose = 'tokens' | 'settings' | 'sign-ins';

/** What a MAC vouches for; each has a sub-key of its own. */
type MacPurpose = 'sign-in-cookies';

/** The place where a value stands. */
export type SealedPlace = {
  table: string;
  column: string;
  rowId: string;
  /**
   * What decides where, for whom and with what the secret is used, whoever owns it first: always the same columns, in the
   * same order.
   */
  bound: readonly (string | null)[];
};

/** In front of a column that is null. No text is as long. */
const NULL_LENGTH = 0xffffffff;

/**
 * Why a value does not open: its key is not configured, or it is not what was stored there.
 */
export class SealedValueError extends Error {
  readonly reason: 'key_unavailable' | 'unreadable';

  constructor(reason: 'key_unavailable' | 'unreadable') {
    super(
      reason === 'key_unavailable'
        ? 'The encryption key of a stored value is not configured'
        : 'A stored value cannot be opened',
    );
    this.name = 'SealedValueError';
    this.reason = reason;
  }
}

/**
 * Seals and opens values. Sub-keys are derived once and kept; root keys are given at start.
 */
export class Sealer {
  readonly #primaryKey: string;
  readonly #rootKeys: ReadonlyMap<string, Buffer>;
  /** As key objects: Node takes several times longer to begin with bytes. */
  readonly #subKeys = new Map<string, KeyObject>();

  constructor(options: {
    primaryKey: string;
    keys: ReadonlyMap<string, Buffer>;
  }) {
    this.#primaryKey = options.primaryKey;
    this.#rootKeys = options.keys;
    this.#subKey(options.primaryKey, 'tokens');
  }

  get primaryKey(): string {
    return this.#primaryKey;
  }

  get keyIds(): string[] {
    return [...this.#rootKeys.keys()];
  }

  /** @returns the stored form; it names the key */
  seal(purpose: SealPurpose, place: SealedPlace, plaintext: string): string {
    const keyId = this.#primaryKey;
    const iv = randomBytes(IV_BYTES);
    const cipher = createCipheriv(
      'aes-256-gcm',
      this.#subKey(keyId, purpose),
      iv,
      { authTagLength: TAG_BYTES },
    );
    cipher.setAAD(additionalData(keyId, place));
    const ciphertext = Buffer.concat([
      cipher.update(plaintext),
      cipher.final(),
      cipher.getAuthTag(),
    ]);
    return formatSealedValue({ keyId, iv, ciphertext });
  }

  /** @throws SealedValueError */
  open(purpose: SealPurpose, place: SealedPlace, stored: string): string {
    const value = parseSealedValue(stored);
    if (!value) {
      throw new SealedValueError('unreadable');
    }
    const end = value.ciphertext.length - TAG_BYTES;
    const decipher = createDecipheriv(
      'aes-256-gcm',
      this.#subKey(value.keyId, purpose),
      value.iv,
      { authTagLength: TAG_BYTES },
    );
    decipher.setAAD(additionalData(value.keyId, place));
    decipher.setAuthTag(value.ciphertext.subarray(end));
    try {
      const plaintext = decipher.update(value.ciphertext.subarray(0, end));
      // Gives nothing more in this mode; throws when the tag is not the value's
      decipher.final();
      return plaintext.toString();
    } catch {
      throw new SealedValueError('unreadable');
    }
  }

  /**
   * What stands for a secret where the secret must not: 64 bits of an HMAC under a sub-key of its own.
   */
  fingerprint(secret: string): string {
    return this.#fingerprint(this.#primaryKey, secret);
  }

  /**
   * The same under every configured key, that under the primary first: while the primary changes, replicas make
   * fingerprints with different ones and must recognise each other's.
   */
  fingerprints(secret: string): [string, ...string[]] {
    const others = this.keyIds.filter(keyId => keyId !== this.#primaryKey);
    return [
      this.fingerprint(secret),
      ...others.map(keyId => this.#fingerprint(keyId, secret)),
    ];
  }

  /** A value that only the same secret under the same id can make. */
  checkValue(keyId: string): string {
    return createHmac('sha256', this.#subKey(keyId, 'check'))
      .update(keyId)
      .digest('base64url');
  }

  /**
   * An HMAC-SHA-256 under a sub-key of its own, over parts that cannot run into each other.
   *
   * @throws SealedValueError where the key is not configured
   */
  mac(keyId: string, purpose: MacPurpose, parts: readonly string[]): Buffer {
    return createHmac('sha256', this.#subKey(keyId, purpose))
      .update(encode(parts))
      .digest();
  }

  #fingerprint(keyId: string, secret: string): string {
    return createHmac('sha256', this.#subKey(keyId, 'fingerprint'))
      .update(secret)
      .digest()
      .subarray(0, 8)
      .toString('base64url');
  }

  #subKey(
    keyId: string,
    purpose: SealPurpose | MacPurpose | 'fingerprint' | 'check',
  ) {
    const name = `${keyId}/${purpose}`;
    const known = this.#subKeys.get(name);
    if (known) {
      return known;
    }
    const rootKey = this.#rootKeys.get(keyId);
    if (!rootKey) {
      throw new SealedValueError('key_unavailable');
    }
    const subKey = createSecretKey(
      Buffer.from(
        hkdfSync(
          'sha256',
          rootKey,
          '',
          `backstage-plugin-databricks/${purpose}/v1`,
          32,
        ),
      ),
    );
    this.#subKeys.set(name, subKey);
    return subKey;
  }
}

/** Key id of a stored value, without opening it. */
export function keyIdOf(stored: string): string | undefined {
  return parseSealedValue(stored)?.keyId;
}

function additionalData(keyId: string, place: SealedPlace): Buffer {
  return encode([
    SEALED_FORMAT,
    keyId,
    place.table,
    place.column,
    place.rowId,
    ...place.bound,
  ]);
}

/** Each part with its length in front. */
function encode(parts: readonly (string | null)[]): Buffer {
  const lengths = parts.map(part =>
    part === null ? 0 : Buffer.byteLength(part),
  );
  const data = Buffer.alloc(
    lengths.reduce((sum, length) => sum + 4 + length, 0),
  );
  let offset = 0;
  parts.forEach((part, i) => {
    offset = data.writeUInt32BE(
      part === null ? NULL_LENGTH : lengths[i],
      offset,
    );
    offset += part === null ? 0 : data.write(part, offset);
  });
  return data;
}
