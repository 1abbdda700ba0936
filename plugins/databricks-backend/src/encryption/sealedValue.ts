/**
 * The stored form of a sealed value: `dbx1.<key id>.<iv>.<ciphertext and tag>`, all base64url without padding.
 */
type SealedValue = { keyId: string; iv: Buffer; ciphertext: Buffer };

export const SEALED_FORMAT = 'dbx1';

/** 96 bits, the size that AES-GCM takes without hashing (NIST SP 800-38D 8.2.2). */
export const IV_BYTES = 12;

/** 128 bits; Node accepts shorter tags unless told otherwise (DEP0182). */
export const TAG_BYTES = 16;

/**
 * Only the one canonical spelling of bytes in base64url: Node's decoder also takes others. What is left after groups of
 * four stands for one or two bytes, and the bits that are over are zero (RFC 4648, 3.5).
 */
const GRAMMAR =
  /^dbx1\.([a-z][a-z0-9]*(?:-[a-z0-9]+)*)\.([\w-]{16})\.((?:[\w-]{4})*(?:[\w-][AQgw]|[\w-]{2}[AEIMQUYcgkosw048])?)$/;

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
  return value.ciphertext.length >= TAG_BYTES ? value : undefined;
}
