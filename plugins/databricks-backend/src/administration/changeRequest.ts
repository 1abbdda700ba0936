import { testResultSchema } from '@backstage-databricks/plugin-databricks-common';
import { Request } from 'express';
import { z } from 'zod/v4';
import { User } from '../access';
import { Precondition } from './DefinitionChanges';

const querySchema = z.strictObject({
  dryRun: z
    .enum(['true', 'false'], { error: 'must be true or false' })
    .default('false')
    .transform(value => value === 'true')
    .meta({ description: 'Validate and test without storing' }),
});

/** What all routes have in common that create or change something and answer with it. A dry run answers with a test. */
export function changeRequest(definition: z.ZodType) {
  return {
    method: 'PUT',
    query: querySchema,
    takesIfMatch: true,
    answers: { 200: z.union([definition, testResultSchema]), 201: definition },
  } as const;
}

/** What the caller has seen of the thing that they change. Etags come bare or in quotes, and may be marked as weak. */
export function preconditionOf(request: Request, user: User): Precondition {
  const etag = request.header('if-match')?.replace(/^(?:W\/)?"(.*)"$/, '$1');
  return { etag, changedBy: user.userEntityRef };
}
