import { z } from 'zod/v4';

/**
 * The one shape of an error, a reason, a problem and a warning: a code for machines, a sentence for people.
 *
 * @public
 */
export const problemSchema = z.object({
  code: z.string(),
  message: z.string(),
});

/**
 * The one shape of an error, a reason, a problem and a warning: a code for machines, a sentence for people.
 *
 * @public
 */
export type Problem = z.infer<typeof problemSchema>;

/**
 * One line of a test or of the check list.
 *
 * @public
 */
export const checkSchema = z.object({
  id: z.string(),
  state: z.enum(['ok', 'warning', 'failed']),
  message: z.string(),
});

/**
 * One line of a test or of the check list.
 *
 * @public
 */
export type Check = z.infer<typeof checkSchema>;

/**
 * The answer of a test: `ok` when no check failed.
 *
 * @public
 */
export const testResultSchema = z.object({
  ok: z.boolean(),
  checks: z.array(checkSchema),
});

/**
 * The answer of a test: `ok` when no check failed.
 *
 * @public
 */
export type TestResult = z.infer<typeof testResultSchema>;
