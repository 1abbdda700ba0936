import { z } from 'zod/v4';
import { computeSchema, computeStateSchema } from './compute';

/**
 * The answer of `GET /compute-options`: the warehouses and clusters of a workspace that the caller's own sign-in can
 * see, by their names. Asking starts nothing.
 *
 * @public
 */
export const computeOptionsSchema = z.object({
  items: z.array(
    computeSchema.pick({ kind: true, id: true }).extend({
      name: z.string(),
      state: computeStateSchema.shape.state,
      size: z.string().optional(),
    }),
  ),
});

/** @public */
export type ComputeOptions = z.infer<typeof computeOptionsSchema>;
