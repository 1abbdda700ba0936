import { Request } from 'express';
import { User } from '../access';
import { Precondition } from './DefinitionChanges';
import { invalidRequest } from './invalidRequest';

/** What the caller has seen of the thing that they change. Etags come bare or in quotes, and may be marked as weak. */
export function preconditionOf(request: Request, user: User): Precondition {
  const etag = request.header('if-match')?.replace(/^(?:W\/)?"(.*)"$/, '$1');
  return { etag, changedBy: user.userEntityRef };
}

/** @throws DatabricksServiceError `invalid_request` */
export function isDryRun(request: Request): boolean {
  const { dryRun } = request.query;
  if (dryRun !== undefined && dryRun !== 'true' && dryRun !== 'false') {
    throw invalidRequest('dryRun: must be true or false');
  }
  return dryRun === 'true';
}
