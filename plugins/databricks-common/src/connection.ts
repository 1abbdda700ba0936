import { z } from 'zod/v4';
import { problemSchema } from './problem';

/**
 * The states of a connection. `unreadable` is worked out when it is shown: the key that its tokens were
 * encrypted with is not configured, or opening them failed.
 *
 * @public
 */
export const connectionStatusSchema = z.enum([
  'connected',
  'expires_soon',
  'reconnect_required',
  'unreadable',
]);

/**
 * The states of a connection. `unreadable` is worked out when it is shown: the key that its tokens were
 * encrypted with is not configured, or opening them failed.
 *
 * @public
 */
export type ConnectionStatus = z.infer<typeof connectionStatusSchema>;

/**
 * What a user holds after a sign-in: one per user, workspace and app connection. Instants are ISO 8601.
 *
 * @public
 */
export const connectionSchema = z.object({
  id: z.string(),
  status: connectionStatusSchema,
  workspaceUrl: z.string(),
  appConnection: z.string(),
  databricksUser: z.object({
    id: z.string(),
    userName: z.string(),
    displayName: z.string().optional(),
  }),
  /** Who was connected before, where the last sign-in brought another Databricks identity. */
  replacedUserName: z.string().optional(),
  scopes: z.array(z.string()),
  connectedAt: z.iso.datetime(),
  lastRefreshedAt: z.iso.datetime().optional(),
  accessTokenExpiresAt: z.iso.datetime().optional(),
  /** An estimate: Databricks does not say when a refresh token ends. */
  signInExpiresAt: z.iso.datetime().optional(),
  reason: problemSchema.optional(),
  /** Names of the fabrics that it serves. */
  fabrics: z.array(z.string()),
});

/**
 * What a user holds after a sign-in: one per user, workspace and app connection. Instants are ISO 8601.
 *
 * @public
 */
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

/**
 * The answer of `DELETE /connections/:id`. Databricks offers no revocation of user tokens.
 *
 * @public
 */
export type Disconnection = z.infer<typeof disconnectionSchema>;
