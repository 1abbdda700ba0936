import { z } from 'zod/v4';
import { fabricDefinitionSchema } from './fabricDefinition';
import { managedSchema } from './managed';
import { purposeSchema } from './accessToken';
import { pauseSchema } from './pause';
import { checkSchema, problemSchema } from './problem';

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
  /** When Databricks last accepted or rejected it. */
  healthAt: z.iso.datetime().optional(),
  /** Why it does not work: Databricks rejects it or its scopes, or its secret cannot be opened. */
  healthReason: problemSchema.optional(),
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
 * A plugin that may ask for tokens, as app-config has it, and when it last worked so.
 *
 * @public
 */
export const consumerSchema = z.object({
  /** Its ID. */
  plugin: z.string(),
  /** Whether it may act as the users who ask it to: in no fabric, in every one, or in those named. */
  user: z.union([z.boolean(), z.array(z.string())]),
  /** The fabrics as whose service principal it may act. */
  servicePrincipalOf: z.union([z.literal('*'), z.array(z.string())]),
  /** For what; absent where for anything. */
  purposes: z.array(purposeSchema).optional(),
  /** When it last acted as somebody, to half a day. */
  lastAsUser: z.iso.datetime().optional(),
  lastAsServicePrincipal: z.iso.datetime().optional(),
});

/** @public */
export type Consumer = z.infer<typeof consumerSchema>;

/**
 * How many there are of what admins look after.
 *
 * @public
 */
export const settingsCountsSchema = z.object({
  workspaces: z.number(),
  connections: z.number(),
  /** Connections that end soon, have ended or cannot be read. */
  connectionsToRenew: z.number(),
  servicePrincipals: z.number(),
  /** Service principals that Databricks has accepted and does not reject. */
  servicePrincipalsWorking: z.number(),
  /** The users who are connected where a fabric is, by the name of the fabric; without those that have none. */
  users: z.record(z.string(), z.number()),
});

/** @public */
export type SettingsCounts = z.infer<typeof settingsCountsSchema>;

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
  /** When workspaces were last checked. */
  checkedAt: z.iso.datetime().optional(),
  /** Whether workspaces are being checked right now. */
  checking: z.boolean().optional(),
  /** While no tokens are issued. */
  paused: pauseSchema.optional(),
  consumers: z.array(consumerSchema).optional(),
  counts: settingsCountsSchema.optional(),
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
