import { z } from 'zod/v4';
import { identityKindSchema } from './fabric';

/**
 * Why a token is wanted: a person is waiting, or a schedule or deployment runs.
 *
 * @public
 */
export const purposeSchema = z.enum(['interactive', 'automation']);

/** @public */
export type Purpose = z.infer<typeof purposeSchema>;

/**
 * The body of `POST /tokens`. `minValiditySeconds` in seconds; `rejectedFingerprint` is that of a token which
 * Databricks refused.
 *
 * @public
 */
export const tokenRequestSchema = z.strictObject({
  fabric: z.string().min(1).max(63),
  purpose: purposeSchema,
  minValiditySeconds: z.number().int().min(0).max(86_400).optional(),
  rejectedFingerprint: z.string().min(1).max(128).optional(),
});

/** @public */
export type TokenRequest = z.infer<typeof tokenRequestSchema>;

/**
 * The answer of `POST /tokens`. `fingerprint` tells tokens apart without being one.
 *
 * @public
 */
export const accessTokenSchema = z.object({
  accessToken: z.string(),
  tokenType: z.literal('Bearer'),
  expiresAt: z.iso.datetime(),
  workspaceUrl: z.string(),
  scopes: z.array(z.string()),
  identity: z.object({ kind: identityKindSchema, name: z.string() }),
  fingerprint: z.string(),
});

/** @public */
export type AccessToken = z.infer<typeof accessTokenSchema>;
