import { z } from 'zod/v4';
import { adminReasonSchema } from './adminReason';
import { problemSchema } from './problem';

/**
 * The states of a connection. `unreadable`: the key that its tokens were encrypted with is not configured, or opening
 * them failed.
 *
 * @public
 */
export const connectionStatusSchema = z.enum([
  'connected',
  'expires_soon',
  'reconnect_required',
  'unreadable',
]);

/** @public */
export type ConnectionStatus = z.infer<typeof connectionStatusSchema>;

/**
 * A plugin that worked as somebody, by its ID, and when it last did.
 *
 * @public
 */
export const useSchema = z.object({
  consumer: z.string(),
  at: z.iso.datetime(),
});

/** @public */
export type Use = z.infer<typeof useSchema>;

/**
 * What a user holds after a sign-in: one per user, issuer and app connection. Instants are ISO 8601.
 *
 * @public
 */
export const connectionSchema = z.object({
  id: z.string(),
  status: connectionStatusSchema,
  /** Who signed the user in: a workspace, or a whole Databricks account. */
  issuer: z.object({
    kind: z.enum(['workspace', 'account']),
    url: z.string(),
    /** What people read. */
    title: z.string(),
  }),
  /** The `id` of it, by which one signs in there again. */
  issuerId: z.string(),
  /** Absent where an account signed the user in, which serves many workspaces. */
  workspaceUrl: z.string().optional(),
  appConnection: z.string(),
  databricksUser: z.object({
    id: z.string(),
    userName: z.string(),
    displayName: z.string().optional(),
  }),
  /** The user of Databricks is not the user of the portal. */
  otherPerson: z.boolean().optional(),
  /** Who was connected before, where the last sign-in brought another Databricks identity. */
  replacedUserName: z.string().optional(),
  scopes: z.array(z.string()),
  connectedAt: z.iso.datetime(),
  lastRefreshedAt: z.iso.datetime().optional(),
  accessTokenExpiresAt: z.iso.datetime().optional(),
  /** An estimate: Databricks does not say when a refresh token ends. */
  signInExpiresAt: z.iso.datetime().optional(),
  /** When it ended, where the user has to reconnect and that is known. */
  endedAt: z.iso.datetime().optional(),
  /** Whether Databricks knew the user, when a fabric was last tested. */
  lastTest: z
    .object({
      at: z.iso.datetime(),
      ok: z.boolean(),
      problem: problemSchema.optional(),
    })
    .optional(),
  /** The plugins that worked as the user, the last one first. */
  lastUsedBy: z.array(useSchema).optional(),
  /** Why it needs the user. */
  reason: problemSchema.optional(),
  /** Names of the fabrics that it serves. */
  fabrics: z.array(z.string()),
});

/** @public */
export type Connection = z.infer<typeof connectionSchema>;

/**
 * The answer of `GET /connections`: those of the user who asks.
 *
 * @public
 */
export const connectionListSchema = z.object({
  items: z.array(connectionSchema),
});

/**
 * The answer of `DELETE /connections/:id`. Databricks offers no revocation of user tokens.
 *
 * @public
 */
export const disconnectionSchema = z.object({
  revoked: z.literal('unsupported'),
});

/** @public */
export type Disconnection = z.infer<typeof disconnectionSchema>;

/**
 * The answer of `GET /admin/connections`.
 *
 * @public
 */
export const adminConnectionListSchema = z.object({
  items: z.array(
    connectionSchema.extend({
      user: z.string(),
      /** To half a day. */
      lastUsedAt: z.iso.datetime().optional(),
    }),
  ),
  nextCursor: z.string().optional(),
  /** How many the filter lets through, on all pages. */
  total: z.number().optional(),
});

/** @public */
export type AdminConnectionList = z.infer<typeof adminConnectionListSchema>;

/**
 * The body of `DELETE /admin/connections` and `DELETE /admin/connections/:id`: what the users are told.
 *
 * @public
 */
export const endConnectionsRequestSchema = z.strictObject({
  reason: adminReasonSchema.optional(),
});

/** @public */
export type EndConnectionsRequest = z.infer<typeof endConnectionsRequestSchema>;

/**
 * The answer of `DELETE /admin/connections`: how many were ended.
 *
 * @public
 */
export const endedConnectionsSchema = z.object({ ended: z.number() });
