import { z } from 'zod/v4';
import { problemSchema } from './problem';

/**
 * The body of `POST /sign-ins`: for a fabric, or for an issuer by the `id` that `GET /fabrics` gave. `returnTo` is a path
 * of the portal: it begins with exactly one `/`.
 *
 * @public
 */
export const signInRequestSchema = z
  .strictObject({
    fabric: z.string().min(1).max(63).optional(),
    issuer: z.string().min(1).max(320).optional(),
    display: z.enum(['popup', 'page']).optional(),
    returnTo: z
      .string()
      .max(512)
      .regex(/^\/(?![/\\])[^\\\p{Cc}\p{Cs}]*$/u, {
        message: 'must be a path of this portal that begins with exactly one /',
      })
      .optional(),
  })
  .refine(
    ({ fabric, issuer }) => (fabric === undefined) !== (issuer === undefined),
    { path: ['fabric'], message: 'must be given, or issuer in its place' },
  );

/** @public */
export type SignInRequest = z.infer<typeof signInRequestSchema>;

/**
 * The answer of `POST /sign-ins`: where the browser has to go, and until when.
 *
 * @public
 */
export const signInStartedSchema = z.object({
  id: z.string(),
  authorizationUrl: z.string(),
  expiresAt: z.iso.datetime(),
});

/** @public */
export type SignInStarted = z.infer<typeof signInStartedSchema>;

/**
 * How far a sign-in is, or how it ended.
 *
 * @public
 */
export const signInStatusSchema = z.enum([
  'pending',
  'succeeded',
  'denied',
  'failed',
  'expired',
]);

/** @public */
export type SignInStatus = z.infer<typeof signInStatusSchema>;

/**
 * The answer of `GET /sign-ins/:id`.
 *
 * @public
 */
export const signInOutcomeSchema = z.object({
  id: z.string(),
  status: signInStatusSchema,
  error: problemSchema.optional(),
});

/** @public */
export type SignInOutcome = z.infer<typeof signInOutcomeSchema>;

/**
 * What the callback page tells the window that opened it. A hint: the truth is `GET /sign-ins/:id`.
 *
 * @public
 */
export type SignInMessage = {
  type: 'databricks-sign-in';
  id: string;
  status: SignInStatus;
};
