import { DatabricksServiceError } from '../errors';
import { withTimeout } from '../withTimeout';

/** After this long a statement has failed: a healthy database answers ours in milliseconds. */
export const STATEMENT_DEADLINE_MS = 2_000;

/**
 * Bounds a statement (or one short transaction) on a request's path. The deadline also covers the wait for a
 * connection of the pool. Whatever goes wrong becomes `unavailable`: drivers quote the statement and its values.
 *
 * @throws DatabricksServiceError `unavailable`; our own errors pass
 */
export async function withDeadline<T>(statement: PromiseLike<T>): Promise<T> {
  try {
    return await withTimeout(
      STATEMENT_DEADLINE_MS,
      statement,
      () => new DatabricksServiceError('unavailable', { detail: 'deadline' }),
    );
  } catch (error) {
    if (error instanceof DatabricksServiceError) {
      throw error;
    }
    throw new DatabricksServiceError('unavailable', { detail: codeOf(error) });
  }
}

/** Codes of drivers are short and fixed; anything else could quote a value. */
function codeOf(error: unknown): string {
  const { code } = error as { code?: unknown };
  return typeof code === 'string' && /^[A-Z0-9_]{1,40}$/.test(code)
    ? code
    : 'unknown';
}
