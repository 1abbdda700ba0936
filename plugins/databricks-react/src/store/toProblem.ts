import {
  DatabricksError,
  Problem,
} from '@backstage-databricks/plugin-databricks-common';

/**
 * What to show of a thrown value. Only our own errors speak to people.
 *
 * @public
 */
export function toProblem(error: unknown): Problem {
  return error instanceof DatabricksError
    ? { code: error.code, message: error.message }
    : { code: 'unexpected', message: 'Something unexpected happened.' };
}
