import {
  isDefinitionName,
  parseWorkspaceUrl,
} from '@backstage-databricks/plugin-databricks-common';
import { z } from 'zod/v4';
import { normalizeEntityRef } from '../config';

/*
 * What requests about connections of all users name.
 */

/** In the form that the database has it in. Control characters are refused: a NUL breaks a query, and a line break a log. */
export const user = z
  .string()
  .min(1)
  .max(255)
  .regex(/^\P{Cc}+$/u, { error: 'must be the entity ref of a user' })
  .transform(normalizeEntityRef)
  .meta({ description: 'Entity ref of a user' });

/** Any that has the form of one: also of a workspace that is not allowed any more. */
export const workspace = z
  .string()
  .max(512)
  .transform((text, context) => {
    const { value, problem } = parseWorkspaceUrl(text);
    if (value === undefined) {
      context.addIssue({ code: 'custom', message: problem });
      return z.NEVER;
    }
    return value;
  })
  .meta({ description: 'URL of a workspace' });

const definitionName = (description: string) =>
  z
    .string()
    .max(63)
    .refine(isDefinitionName, { error: 'must be a name' })
    .meta({ description });

export const fabric = definitionName('Name of a fabric');
export const appConnection = definitionName('Name of an app connection');
