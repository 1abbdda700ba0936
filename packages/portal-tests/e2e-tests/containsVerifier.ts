import { createHash } from 'node:crypto';

/** The length of a PKCE verifier that is made of 32 random bytes. */
const VERIFIER_LENGTH = 43;

/** Whether a text contains the PKCE verifier of a challenge, which nobody but the backend knows. */
export function containsVerifier(text: string, challenge: string): boolean {
  const runs = text.match(/[A-Za-z0-9._~-]{43,}/g) ?? [];
  return runs.some(run => {
    for (let at = 0; at + VERIFIER_LENGTH <= run.length; at += 1) {
      const candidate = run.slice(at, at + VERIFIER_LENGTH);
      const hash = createHash('sha256').update(candidate).digest('base64url');
      if (hash === challenge) {
        return true;
      }
    }
    return false;
  });
}
