import { z } from 'zod/v4';
import { databricksErrors, type DatabricksErrorCode } from './errorCodes';

const codes = Object.keys(databricksErrors) as [
  DatabricksErrorCode,
  ...DatabricksErrorCode[],
];

/**
 * What our routes answer when they refuse or fail, and nothing else. `name` is Backstage's for the status;
 * `retryAfterSeconds` stands beside the header of that name, with 429 and 503.
 *
 * @public
 */
export const errorBodySchema = z.object({
  error: z.object({
    name: z.string(),
    message: z.string(),
    code: z.enum(codes),
    retryAfterSeconds: z.number().optional(),
  }),
  response: z.object({ statusCode: z.number() }),
});
