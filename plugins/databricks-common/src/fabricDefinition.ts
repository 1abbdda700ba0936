import { z } from 'zod/v4';
import { fabricInputFields } from './fabricInput';
import { managedSchema } from './managed';

/**
 * What is known of the service principal of a fabric.
 *
 * @public
 */
export const servicePrincipalStatusSchema = z.enum([
  'missing',
  'ready',
  'rejected',
  'unchecked',
]);

/** @public */
export type ServicePrincipalStatus = z.infer<
  typeof servicePrincipalStatusSchema
>;

/**
 * A fabric as those see it who may change it: what a `PUT` takes, with the compute by its ID, and where it is defined.
 *
 * @public
 */
export const fabricDefinitionSchema = z.object({
  ...managedSchema.shape,
  name: z.string(),
  ...fabricInputFields
    .omit({ jdbcUrl: true, httpPath: true })
    .required({ title: true, workspaceUrl: true }).shape,
  /** What people call its workspace. */
  workspaceTitle: z.string().optional(),
  /** As its compute is called at Databricks, once that is known. */
  computeName: z.string().optional(),
  servicePrincipal: z
    .object({
      clientId: z.string(),
      scopes: z.array(z.string()),
      status: servicePrincipalStatusSchema,
      /** As it is called at Databricks, once that is known. */
      name: z.string().optional(),
      /** Why Databricks refuses it for good, as the `reason` of `databricks_refused`. */
      refusal: z.string().optional(),
      /** A calendar date. */
      secretExpiresAt: z.iso.date().optional(),
    })
    .optional(),
});

/** @public */
export type FabricDefinition = z.infer<typeof fabricDefinitionSchema>;
