import type { Problem } from './problem';

/**
 * The states of a connection. `unreadable` is worked out when it is shown: the key that its tokens were
 * encrypted with is not configured, or opening them failed.
 *
 * @public
 */
export type ConnectionStatus =
  | 'connected'
  | 'expires_soon'
  | 'reconnect_required'
  | 'unreadable';

/**
 * What a user holds after a sign-in: one per user, workspace and app connection. Instants are ISO 8601.
 *
 * @public
 */
export type Connection = {
  id: string;
  status: ConnectionStatus;
  workspaceUrl: string;
  appConnection: string;
  databricksUser: { id: string; userName: string; displayName?: string };
  scopes: string[];
  connectedAt: string;
  lastRefreshedAt?: string;
  accessTokenExpiresAt?: string;
  /** An estimate: Databricks does not say when a refresh token ends. */
  signInExpiresAt?: string;
  reason?: Problem;
  /** Names of the fabrics that it serves. */
  fabrics: string[];
};

/**
 * The answer of `DELETE /connections/:id`. Databricks offers no revocation of user tokens.
 *
 * @public
 */
export type Disconnection = { revoked: 'unsupported' };
