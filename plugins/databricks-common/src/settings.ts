import { z } from 'zod/v4';
import { fabricDefinitionSchema } from './fabricDefinition';
import { managedSchema } from './managed';
import { pauseSchema } from './pause';
import { checkSchema } from './problem';

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

/** @public */
export type AppConnection = z.infer<typeof appConnectionSchema>;

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

/** @public */
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
  /** Whether workspaces are being checked right now. */
  checking: z.boolean().optional(),
  /** While no tokens are issued. */
  paused: pauseSchema.optional(),
});

/** @public */
export type Settings = z.infer<typeof settingsSchema>;

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
 * The answer of `POST /checks`.
 *
 * @public
 */
export const checksStartedSchema = z.object({ started: z.literal(true) });

/**
 * The body of `POST /app-connections/:name/test`.
 *
 * @public
 */
export const appConnectionTestRequestSchema = z.strictObject({
  workspaceUrl: z.string().min(1).max(512),
});
