import { z } from 'zod/v4';
import {
  definitionName,
  description,
  expected,
  title,
} from './definitionFields';
import { fabricTargetFields } from './fabricTarget';
import { isFullEntityRef } from './fullEntityRef';
import { resolveFabricTarget } from './resolveFabricTarget';
import { strictDefinition } from './strictDefinition';

const OWNER_EXPECTED =
  "must be a full entity ref such as group:default/analytics, or '*' for everybody";

/**
 * The fields of a fabric but for its name and its service principal. Not yet held against each other: that is
 * {@link checkFabricInput}'s.
 *
 * @public
 */
export const fabricInputFields = strictDefinition({
  title: title().optional(),
  description: description().optional(),
  type: z.enum(['prophecy', 'spark', 'sql'], {
    error: expected('must be one of prophecy, spark, sql'),
  }),
  owner: z
    .string({ error: expected(OWNER_EXPECTED) })
    .refine(ref => ref === '*' || isFullEntityRef(ref), {
      error: OWNER_EXPECTED,
    }),
  appConnection: definitionName().optional(),
  oauthType: z
    .enum(['u2m', 'm2m'], { error: expected('must be u2m or m2m') })
    .optional(),
  ...fabricTargetFields.shape,
});

/** @public */
export type FabricInput = z.infer<typeof fabricInputFields>;

/**
 * What runs in a fabric: Prophecy pipelines, Spark, or SQL.
 *
 * @public
 */
export type FabricType = FabricInput['type'];

/**
 * Holds the fields of a fabric against each other: a workspace, at most one compute, a warehouse where one is
 * needed, `oauthType` only where there is a choice. Whether the host is allowed only the backend knows.
 *
 * @public
 */
export function checkFabricInput(
  definition: FabricInput,
  context: z.RefinementCtx,
): void {
  const add = (field: keyof FabricInput, message: string) =>
    context.addIssue({ code: 'custom', path: [field], message });

  if (definition.oauthType !== undefined && definition.type !== 'prophecy') {
    add(
      'oauthType',
      `is only for fabrics of type prophecy: remove it, ${definition.type} uses both`,
    );
  }
  const { target, problems } = resolveFabricTarget(definition);
  if (problems) {
    problems.forEach(problem => add(problem.field, problem.message));
    return;
  }
  if (definition.type === 'spark' || target.compute?.kind === 'warehouse') {
    return;
  }
  const field = (['clusterId', 'httpPath', 'jdbcUrl'] as const).find(
    name => definition[name] !== undefined,
  );
  if (field) {
    add(field, `must name a SQL warehouse: type ${definition.type} needs one`);
  } else {
    add(
      'warehouseId',
      `is missing: type ${definition.type} needs a SQL warehouse, by warehouseId, httpPath or jdbcUrl`,
    );
  }
}

/**
 * A fabric without its name, as `PUT /fabrics/:name` takes it.
 *
 * @public
 */
export const fabricInputSchema =
  fabricInputFields.superRefine(checkFabricInput);
