import {
  createCipheriv,
  createDecipheriv,
  createSecretKey,
  KeyObject,
  pbkdf2,
  randomBytes,
} from 'node:crypto';
import { promisify } from 'node:util';

const [SALT_BYTES, IV_BYTES, TAG_BYTES, KEY_BYTES] = [16, 12, 16, 32];

/** As in Grafana's `pkg/util`; others take 2,000 rounds of SHA-512. */
const ROUNDS = 10_000;

/** AES-256-GCM, with a key that is there or with one that is made for every value. */
export class Cipher {
  readonly #secret = randomBytes(KEY_BYTES);
  readonly #keyFor: (salt: Buffer) => KeyObject | Promise<KeyObject>;

  constructor(key: 'kept' | 'stretched') {
    const kept = createSecretKey(this.#secret);
    this.#keyFor = key === 'kept' ? () => kept : salt => this.#stretch(salt);
  }

  async seal(text: string): Promise<string> {
    const salt = randomBytes(SALT_BYTES);
    const iv = randomBytes(IV_BYTES);
    const cipher = createCipheriv('aes-256-gcm', await this.#keyFor(salt), iv);
    return Buffer.concat([
      salt,
      iv,
      cipher.update(text, 'utf8'),
      cipher.final(),
      cipher.getAuthTag(),
    ]).toString('base64url');
  }

  async open(sealed: string): Promise<string> {
    const bytes = Buffer.from(sealed, 'base64url');
    const salt = bytes.subarray(0, SALT_BYTES);
    const iv = bytes.subarray(SALT_BYTES, SALT_BYTES + IV_BYTES);
    const decipher = createDecipheriv(
      'aes-256-gcm',
      await this.#keyFor(salt),
      iv,
      { authTagLength: TAG_BYTES },
    );
    decipher.setAuthTag(bytes.subarray(-TAG_BYTES));
    const text = decipher.update(
      bytes.subarray(SALT_BYTES + IV_BYTES, -TAG_BYTES),
    );
    decipher.final();
    return text.toString('utf8');
  }

  /** In threads beside the event loop, so that it takes as little from the rest as it can. */
  async #stretch(salt: Buffer): Promise<KeyObject> {
    const derive = promisify(pbkdf2);
    return createSecretKey(
      await derive(this.#secret, salt, ROUNDS, KEY_BYTES, 'sha256'),
    );
  }
}
