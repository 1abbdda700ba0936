import { Request } from 'express';
import { DatabricksServiceError } from '../errors';

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/**
 * The id in the path. Ours are UUIDs: nothing else reaches the audit log or the database, which may not even be able
 * to take it.
 *
 * @throws DatabricksServiceError `not_found`
 */
export function idParameter(request: Request, message?: string): string {
  const { id } = request.params;
  if (!UUID.test(id)) {
    throw new DatabricksServiceError('not_found', { message });
  }
  return id;
}
