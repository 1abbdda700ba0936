import { z } from 'zod/v4';
import type { IdentityKind } from './fabric';

/**
 * Why a token is wanted: a person is waiting, or a schedule or deployment runs.
 *
 * @public
 */
export type Purpose = 'interactive' | 'automation';

/**
 * The body of `POST /tokens`. `minValiditySeconds` in seconds; `rejectedFingerprint` is that of a token which
 * Databricks refused.
 *
 * @public
 */
export const tokenRequestSchema = z.strictObject({
  fabric: z.string().min(1).max(63),
  purpose: z.enum(['interactive', 'automation']),
  minValiditySeconds: z.number().int().min(0).max(86_400).optional(),
  rejectedFingerprint: z.string().min(1).max(128).optional(),
});

/** @public */
export type TokenRequest = z.infer<typeof tokenRequestSchema>;

/** @public */
export type AccessToken = {
  accessToken: string;
  tokenType: 'Bearer';
  expiresAt: string;
  workspaceUrl: string;
  scopes: string[];
  identity: { kind: IdentityKind; name: string };
  fingerprint: string;
};
