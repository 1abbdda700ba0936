import { z } from 'zod/v4';
import { computeSchema } from './compute';
import { useSchema } from './connection';
import { fabricDefinitionSchema } from './fabricDefinition';
import { issuerSchema } from './issuer';
import { lastTestSchema, problemSchema } from './problem';

/**
 * Who acts: a person through their connection, or the fabric's service principal.
 *
 * @public
 */
export const identityKindSchema = z.enum(['user', 'servicePrincipal']);

/** @public */
export type IdentityKind = z.infer<typeof identityKindSchema>;

/**
 * What a fabric warns of.
 *
 * @public
 */
export type FabricWarningCode =
  | 'service_principal_missing'
  | 'service_principal_rejected'
  | 'service_principal_secret_expires'
  | 'schedules_cannot_run'
  | 'sign_in_expires_soon'
  | 'fewer_scopes'
  | 'databricks_refused'
  | 'databricks_unavailable'
  | 'encryption_key_unavailable'
  | 'credentials_unreadable';

/**
 * A fabric as one user sees it: what it is, how work runs there, and this user's connection.
 *
 * @public
 */
export const fabricSchema = fabricDefinitionSchema
  .pick({
    name: true,
    title: true,
    description: true,
    type: true,
    owner: true,
    workspaceUrl: true,
    catalog: true,
    schema: true,
    source: true,
    etag: true,
  })
  .extend({
    workspace: z.object({ url: z.string(), title: z.string() }),
    /** The `id` of its issuer; absent where no sign-in is needed. */
    issuer: z.string().optional(),
    compute: computeSchema
      .extend({
        /** As it is called at Databricks, once that is known. */
        name: z.string().optional(),
      })
      .optional(),
    updatedAt: fabricDefinitionSchema.shape.updatedAt,
    updatedBy: fabricDefinitionSchema.shape.updatedBy,
    canEdit: z.boolean(),
    /** Where `canEdit`: what a form begins with. */
    definition: fabricDefinitionSchema.optional(),
    interactiveAs: identityKindSchema,
    automationAs: identityKindSchema,
    signInNeeded: z.boolean(),
    /** Absent where no sign-in is needed. */
    appConnection: issuerSchema.shape.appConnection,
    /** Absent where no sign-in is needed. */
    connection: issuerSchema.shape.connection,
    servicePrincipal: fabricDefinitionSchema.shape.servicePrincipal
      .unwrap()
      .omit({ scopes: true })
      .partial({ clientId: true })
      .extend({
        /** As it is called at Databricks, once that is known. */
        name: z.string().optional(),
        /** When it last got a token. */
        workedAt: z.iso.datetime().optional(),
        /** Why Databricks refuses it for good, as the `reason` of `databricks_refused`. */
        refusal: z.string().optional(),
        /** The plugins that worked as it, the last one first. */
        lastUsedBy: z.array(useSchema).optional(),
      })
      .optional(),
    /** What the last tests found, as the user who asks and as the service principal. */
    lastTest: z
      .object({
        user: lastTestSchema.optional(),
        servicePrincipal: lastTestSchema.optional(),
      })
      .optional(),
    /** What of them failed. */
    failedTests: z
      .array(z.enum(['identity', 'compute', 'data', 'servicePrincipal']))
      .optional(),
    warnings: z.array(problemSchema),
  });

/** @public */
export type Fabric = z.infer<typeof fabricSchema>;

/**
 * The body of `POST /fabrics/:name/test`. Default: whoever interactive work runs as.
 *
 * @public
 */
export const fabricTestRequestSchema = z.strictObject({
  as: identityKindSchema.optional(),
});
