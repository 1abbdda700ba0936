/** The size of keys of AES-256. */
export const KEY_BYTES = 32;

export const ENCRYPTION_KEY_EXPECTED = `must be ${KEY_BYTES} random bytes in base64: make them with \`openssl rand -base64 ${KEY_BYTES}\``;

/** The encryption key of the demo portal. It is public, therefore it is refused in production. */
export const DEMO_ENCRYPTION_KEY = Buffer.from(
  'backstage-databricks-demo-key-32',
  'ascii',
).toString('base64');

/** Whether a key is the demo portal's. */
export function isDemoKey(key: Buffer): boolean {
  return key.equals(Buffer.from(DEMO_ENCRYPTION_KEY, 'base64'));
}
