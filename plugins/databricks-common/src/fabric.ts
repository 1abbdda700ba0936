import { z } from 'zod/v4';
import { connectionSchema } from './connection';
import { problemSchema } from './problem';

/** @public */
export const fabricTypeSchema = z.enum(['prophecy', 'spark', 'sql']);

/** @public */
export type FabricType = z.infer<typeof fabricTypeSchema>;

/**
 * Who acts: a person through their connection, or the fabric's service principal.
 *
 * @public
 */
export const identityKindSchema = z.enum(['user', 'servicePrincipal']);

/**
 * Who acts: a person through their connection, or the fabric's service principal.
 *
 * @public
 */
export type IdentityKind = z.infer<typeof identityKindSchema>;

/**
 * What runs a fabric's work: a SQL warehouse or a cluster, with the HTTP path that Databricks' drivers want.
 *
 * @public
 */
export const computeSchema = z.object({
  kind: z.enum(['warehouse', 'cluster']),
  id: z.string(),
  httpPath: z.string(),
});

/**
 * What runs a fabric's work: a SQL warehouse or a cluster, with the HTTP path that Databricks' drivers want.
 *
 * @public
 */
export type Compute = z.infer<typeof computeSchema>;

/**
 * What a card warns of.
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
  | 'databricks_unavailable'
  | 'encryption_key_unavailable'
  | 'credentials_unreadable';

/** @public */
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
 * A fabric as one user sees it: what it is, how work runs there, and this user's connection.
 *
 * @public
 */
export const fabricSchema = z.object({
  name: z.string(),
  title: z.string(),
  description: z.string().optional(),
  type: fabricTypeSchema,
  owner: z.string(),
  workspaceUrl: z.string(),
  compute: computeSchema.optional(),
  catalog: z.string().optional(),
  schema: z.string().optional(),
  source: z.enum(['config', 'database']),
  canEdit: z.boolean(),
  etag: z.string(),
  interactiveAs: identityKindSchema,
  automationAs: identityKindSchema,
  signInNeeded: z.boolean(),
  /** Absent where no sign-in is needed. */
  appConnection: z
    .object({
      name: z.string(),
      title: z.string(),
      ready: z.boolean(),
      problem: problemSchema.optional(),
    })
    .optional(),
  /** The app connection that it names itself, where `canEdit`; absent where it takes the default one. */
  ownAppConnection: z.string().optional(),
  /** Absent where no sign-in is needed. */
  connection: z
    .union([connectionSchema, z.object({ status: z.literal('not_connected') })])
    .optional(),
  servicePrincipal: z
    .object({
      clientId: z.string().optional(),
      status: servicePrincipalStatusSchema,
      /** A calendar date. */
      secretExpiresAt: z.iso.date().optional(),
      /** Where `canEdit`. */
      scopes: z.array(z.string()).optional(),
    })
    .optional(),
  warnings: z.array(problemSchema),
});

/**
 * A fabric as one user sees it: what it is, how work runs there, and this user's connection.
 *
 * @public
 */
export type Fabric = z.infer<typeof fabricSchema>;

/**
 * The answer of `GET /fabrics`: all that the page needs.
 *
 * @public
 */
export const fabricListSchema = z.object({
  items: z.array(fabricSchema),
  /** Whether this user administers. */
  admin: z.boolean(),
  /** Who administers, as entity refs. */
  admins: z.array(z.string()).optional(),
});

/**
 * The answer of `GET /fabrics`: all that the page needs.
 *
 * @public
 */
export type FabricList = z.infer<typeof fabricListSchema>;

/**
 * The body of `POST /fabrics/:name/test`. Default: whoever interactive work runs as.
 *
 * @public
 */
export const fabricTestRequestSchema = z.strictObject({
  as: identityKindSchema.optional(),
});
