import { z } from 'zod/v4';

/** What the sentence names, so that a page can say it in another language. */
const values = z.record(z.string(), z.string()).optional();

/**
 * The one shape of an error, a reason, a problem and a warning: a code for machines, and a sentence for people where a
 * page has none of its own for code and values.
 *
 * @public
 */
export const problemSchema = z.object({
  code: z.string(),
  message: z.string(),
  values,
});

/** @public */
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
  values,
  /** How long it took. */
  ms: z.number().optional(),
  /** When it was found out. */
  at: z.iso.datetime().optional(),
  /** What mends it, and where. */
  fix: z
    .object({
      kind: z.string(),
      fabric: z.string().optional(),
      appConnection: z.string().optional(),
      /** URL of a workspace. */
      workspace: z.string().optional(),
    })
    .optional(),
});

/** @public */
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

/** @public */
export type TestResult = z.infer<typeof testResultSchema>;

/**
 * What the last test found, and when it was made.
 *
 * @public
 */
export const lastTestSchema = testResultSchema.extend({
  at: z.iso.datetime(),
  /** The IDs of the checks that failed, without those that could not be made. */
  failed: z.array(z.string()).optional(),
});

/** @public */
export type LastTest = z.infer<typeof lastTestSchema>;
