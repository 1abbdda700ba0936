import { z } from 'zod/v4';
import { connectionSchema } from './connection';
import { fabricTypeSchema, servicePrincipalStatusSchema } from './fabric';
import { checkSchema } from './problem';

/**
 * Where something is defined. Send `etag` as `If-Match` with a change.
 *
 * @public
 */
export const managedSchema = z.object({
  source: z.enum(['config', 'database']),
  etag: z.string(),
  updatedAt: z.iso.datetime().optional(),
  updatedBy: z.string().optional(),
});

/**
 * Where something is defined. Send `etag` as `If-Match` with a change.
 *
 * @public
 */
export type Managed = z.infer<typeof managedSchema>;

/** May be a fraction. */
const days = z.object({ days: z.number() });

/**
 * An app connection as admins see it. Its secret is never readable again.
 *
 * @public
 */
export const appConnectionSchema = managedSchema.extend({
  name: z.string(),
  title: z.string(),
  clientId: z.string(),
  public: z.boolean(),
  hasClientSecret: z.boolean(),
  scopes: z.array(z.string()),
  refreshTokenLifetime: days,
  sessionLifetime: days.optional(),
  default: z.boolean(),
  health: z.enum(['unchecked', 'accepted', 'rejected']),
  /** How many users are connected with it. */
  connections: z.number(),
});

/**
 * An app connection as admins see it. Its secret is never readable again.
 *
 * @public
 */
export type AppConnection = z.infer<typeof appConnectionSchema>;

/**
 * A fabric as admins see it.
 *
 * @public
 */
export const fabricDefinitionSchema = managedSchema.extend({
  name: z.string(),
  title: z.string(),
  description: z.string().optional(),
  type: fabricTypeSchema,
  owner: z.string(),
  workspaceUrl: z.string(),
  appConnection: z.string().optional(),
  oauthType: z.enum(['u2m', 'm2m']).optional(),
  warehouseId: z.string().optional(),
  clusterId: z.string().optional(),
  catalog: z.string().optional(),
  schema: z.string().optional(),
  servicePrincipal: z
    .object({
      clientId: z.string(),
      scopes: z.array(z.string()),
      status: servicePrincipalStatusSchema,
      /** A calendar date. */
      secretExpiresAt: z.iso.date().optional(),
    })
    .optional(),
});

/**
 * A fabric as admins see it.
 *
 * @public
 */
export type FabricDefinition = z.infer<typeof fabricDefinitionSchema>;

/**
 * The encryption keys, how many values each holds, and the progress of re-encryption.
 *
 * @public
 */
export const encryptionStateSchema = z.object({
  primaryKey: z.string(),
  keys: z.array(
    z.object({ id: z.string(), available: z.boolean(), values: z.number() }),
  ),
  sweep: z.object({
    state: z.enum(['idle', 'running']),
    done: z.number(),
    total: z.number(),
    failed: z.number(),
  }),
});

/**
 * The encryption keys, how many values each holds, and the progress of re-encryption.
 *
 * @public
 */
export type EncryptionState = z.infer<typeof encryptionStateSchema>;

/**
 * The answer of `GET /settings`.
 *
 * @public
 */
export const settingsSchema = z.object({
  redirectUrls: z.array(
    z.object({ path: z.enum(['oauthredirect', 'metadata']), url: z.string() }),
  ),
  appConnections: z.array(appConnectionSchema),
  fabrics: z.array(fabricDefinitionSchema),
  encryption: encryptionStateSchema,
  checks: z.array(checkSchema),
});

/**
 * The answer of `GET /settings`.
 *
 * @public
 */
export type Settings = z.infer<typeof settingsSchema>;

/**
 * The answer of `GET /admin/connections`.
 *
 * @public
 */
export const adminConnectionListSchema = z.object({
  items: z.array(connectionSchema.extend({ user: z.string() })),
  nextCursor: z.string().optional(),
});

/**
 * The answer of `GET /admin/connections`.
 *
 * @public
 */
export type AdminConnectionList = z.infer<typeof adminConnectionListSchema>;

/**
 * The answer of `DELETE /admin/connections`: how many were ended.
 *
 * @public
 */
export const endedConnectionsSchema = z.object({ ended: z.number() });

/**
 * The answer of `DELETE` of something that admins define.
 *
 * @public
 */
export const removalSchema = z.object({ removed: z.literal(true) });

/**
 * The answer of `POST /encryption/rotate`.
 *
 * @public
 */
export const rotationSchema = z.object({ started: z.literal(true) });

/**
 * The body of `POST /app-connections/:name/test`.
 *
 * @public
 */
export const appConnectionTestRequestSchema = z.strictObject({
  workspaceUrl: z.string().min(1).max(512),
});
