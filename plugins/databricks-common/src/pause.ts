import { z } from 'zod/v4';
import { adminReasonSchema } from './adminReason';

/**
 * While an admin has stopped the issuing of tokens: since when (ISO 8601), who did it last (entity ref), and what they
 * wrote.
 *
 * @public
 */
export const pauseSchema = z.object({
  since: z.iso.datetime(),
  by: z.string(),
  reason: z.string().optional(),
});

/** @public */
export type Pause = z.infer<typeof pauseSchema>;

/**
 * The body of `PUT /pause`: whether the issuing of tokens is to be paused, and why.
 *
 * @public
 */
export const pauseRequestSchema = z.strictObject({
  paused: z.boolean(),
  reason: adminReasonSchema.optional(),
});

/** @public */
export type PauseRequest = z.infer<typeof pauseRequestSchema>;

/**
 * The answer of `PUT /pause`.
 *
 * @public
 */
export const pauseStateSchema = z.object({
  /** Absent while tokens are issued. */
  paused: pauseSchema.optional(),
});
