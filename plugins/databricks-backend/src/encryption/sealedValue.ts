/**
 * The stored form of a sealed value: `dbx1.<key id>.<iv>.<ciphertext and tag>`, all base64url without padding.
 */
export type SealedValue = { keyId: string; iv: Buffer; ciphertext: Buffer };

export const SEALED_FORMAT = 'dbx1';

/** 96 bits, the size that AES-GCM takes without hashing (NIST SP 800-38D 8.2.2). */
export const IV_BYTES = 12;

/** 128 bits; Node accepts shorter tags unless told otherwise (DEP0182). */
export const TAG_BYTES = 16;

const GRAMMAR =
  /^dbx1\.([a-z][a-z0-9]*(?:-[a-z0-9]+)*)\.([A-Za-z0-9_-]{16})\.([A-Za-z0-9_-]{22,})$/;

export function formatSealedValue(value: SealedValue): string {
  return [
    SEALED_FORMAT,
    value.keyId,
    value.iv.toString('base64url'),
    value.ciphertext.toString('base64url'),
  ].join('.');
}

/** @returns undefined for everything that `formatSealedValue` cannot have made */
export function parseSealedValue(text: string): SealedValue | undefined {
  const match = GRAMMAR.exec(text);
  if (!match) {
    return undefined;
  }
  const value = {
    keyId: match[1],
    iv: Buffer.from(match[2], 'base64url'),
    ciphertext: Buffer.from(match[3], 'base64url'),
  };
  // Node's decoder ignores what it does not understand: only the one canonical spelling counts
  return formatSealedValue(value) === text &&
    value.iv.length === IV_BYTES &&
    value.ciphertext.length >= TAG_BYTES
    ? value
    : undefined;
}
