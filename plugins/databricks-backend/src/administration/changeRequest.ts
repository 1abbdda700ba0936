import { Request } from 'express';
import { z } from 'zod/v4';
import { User } from '../access';
import {
  isDefinitionName,
  NAME_EXPECTED,
} from '@backstage-databricks/plugin-databricks-common';
import { Precondition } from './DefinitionChanges';
import { invalidRequest } from './invalidRequest';

/** What every change takes beside its body. */
export const changeQuerySchema = z.strictObject({
  dryRun: z
    .enum(['true', 'false'], { error: 'must be true or false' })
    .default('false')
    .transform(value => value === 'true')
    .meta({ description: 'Validate and test without storing' }),
});

/** What the caller has seen of the thing that they change. Etags come bare or in quotes, and may be marked as weak. */
export function preconditionOf(request: Request, user: User): Precondition {
  const etag = request.header('if-match')?.replace(/^(?:W\/)?"(.*)"$/, '$1');
  return { etag, changedBy: user.userEntityRef };
}

/** @throws DatabricksServiceError `invalid_request` */
export function requireDefinitionName(name: string): void {
  if (!isDefinitionName(name)) {
    throw invalidRequest(`name: ${NAME_EXPECTED}`);
  }
}
