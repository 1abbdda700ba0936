import { z } from 'zod/v4';
import { connectionSchema } from './connection';
import { problemSchema } from './problem';

/**
 * Where a user signs in, with which app connection, and what came of it. One for all fabrics that share the two and
 * need a sign-in.
 *
 * @public
 */
export const issuerSchema = connectionSchema.shape.issuer.extend({
  /** Stable; means nothing to clients. */
  id: z.string(),
  appConnection: z
    .object({
      /** Empty where there is none. */
      name: z.string(),
      title: z.string(),
      ready: z.boolean(),
      /** Why nobody can sign in with it. */
      problem: problemSchema.optional(),
    })
    .optional(),
  /** The user's own. */
  connection: z
    .union([connectionSchema, z.object({ status: z.literal('not_connected') })])
    .optional(),
  /** How many fabrics of this user it is for. */
  fabrics: z.number(),
});

/** @public */
export type Issuer = z.infer<typeof issuerSchema>;
