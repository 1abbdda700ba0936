import { DatabricksServiceError } from '../errors';

/** @param message - begins with the field */
export function invalidRequest(message: string): DatabricksServiceError {
  return new DatabricksServiceError('invalid_request', { message });
}
