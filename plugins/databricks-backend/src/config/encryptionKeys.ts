import { DEMO_ENCRYPTION_KEY } from './demoEncryptionKey';

/** AES-256. */
const KEY_BYTES = 32;

export const ENCRYPTION_KEY_EXPECTED = `must be ${KEY_BYTES} random bytes in base64: make them with \`openssl rand -base64 ${KEY_BYTES}\``;

/**
 * Reads the secret of an encryption key. Node's decoder ignores what is not base64, hence the comparison.
 *
 * @returns the bytes, or what is wrong, as the end of a sentence that does not repeat the secret
 */
export function parseEncryptionKey(
  secret: string,
  options: { production: boolean },
): { key: Buffer; problem?: undefined } | { key?: undefined; problem: string } {
  const key = Buffer.from(secret, 'base64');
  if (key.toString('base64') !== secret) {
    return { problem: ENCRYPTION_KEY_EXPECTED };
  }
  const problem = encryptionKeyProblem(key, options);
  return problem === undefined ? { key } : { problem };
}

/** What is wrong with the bytes of an encryption key, as the end of a sentence that does not repeat them. */
export function encryptionKeyProblem(
  key: Buffer,
  options: { production: boolean },
): string | undefined {
  if (key.length !== KEY_BYTES) {
    return ENCRYPTION_KEY_EXPECTED;
  }
  if (key.every(byte => byte === key[0])) {
    return `must not be one byte repeated: it ${ENCRYPTION_KEY_EXPECTED}`;
  }
  if (options.production && isDemoKey(key)) {
    return `must not be the key of the demo portal in production: it ${ENCRYPTION_KEY_EXPECTED}`;
  }
  return undefined;
}

/** Whether a key is the demo portal's, which everybody knows. */
export function isDemoKey(key: Buffer): boolean {
  return key.equals(Buffer.from(DEMO_ENCRYPTION_KEY, 'base64'));
}
