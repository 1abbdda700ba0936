import { DatabricksServiceError } from '../errors';
import { withTimeout } from '../withTimeout';

/** Other parts of the portal answer in milliseconds. A person still waits for so long, and a door stays shut. */
const DEADLINE_MS = 5_000;

/**
 * Asks another part of the portal about a caller. What fails there, or does not answer, opens nothing.
 *
 * @param problem - what the portal cannot do without the answer, for people
 * @throws DatabricksServiceError `unavailable`
 */
export async function askPortal<T>(
  problem: string,
  question: () => Promise<T>,
): Promise<T> {
  const unavailable = () =>
    new DatabricksServiceError('unavailable', { message: problem });
  try {
    return await withTimeout(DEADLINE_MS, question(), unavailable);
  } catch {
    throw unavailable();
  }
}
