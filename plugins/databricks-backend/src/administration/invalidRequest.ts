import { DatabricksServiceError } from '../errors';

/** What the caller sent is wrong. The message begins with the name of the field. */
export function invalidRequest(message: string): DatabricksServiceError {
  return new DatabricksServiceError('invalid_request', { message });
}
