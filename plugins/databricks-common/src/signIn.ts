import { z } from 'zod/v4';
import type { Problem } from './problem';

/**
 * The body of `POST /sign-ins`. `returnTo` is a path of the portal: it begins with exactly one `/`.
 *
 * @public
 */
export const signInRequestSchema = z.strictObject({
  fabric: z.string().min(1).max(63),
  display: z.enum(['popup', 'page']).optional(),
  returnTo: z
    .string()
    .max(512)
    .regex(/^\/(?![/\\])[^\\\p{Cc}]*$/u, {
      message: 'must be a path of this portal that begins with exactly one /',
    })
    .optional(),
});

/** @public */
export type SignInRequest = z.infer<typeof signInRequestSchema>;

/** @public */
export type SignInStarted = {
  id: string;
  authorizationUrl: string;
  expiresAt: string;
};

/** @public */
export type SignInStatus =
  | 'pending'
  | 'succeeded'
  | 'denied'
  | 'failed'
  | 'expired';

/** @public */
export type SignInOutcome = {
  id: string;
  status: SignInStatus;
  error?: Problem;
};

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
