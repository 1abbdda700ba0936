import { Account } from './Account';
import { Endpoint } from './Endpoint';
import { FaultQueue } from './FaultQueue';
import { TokenStore } from './oidc/TokenStore';
import { Rights } from './Rights';

/**
 * A running simulated workspace.
 *
 * @public
 */
export type Simulator = {
  /** `http://127.0.0.1:PORT`, without a slash at the end. */
  readonly url: string;
  readonly workspaceId: string;
  /** How often each endpoint was called since the start, faults included. */
  readonly calls: Readonly<Record<Endpoint, number>>;
  readonly faults: Pick<FaultQueue, 'next' | 'clear'>;
  /** What the account console knows. Shared with other workspaces through the option `account`. */
  readonly account: Account;
  /** What people and service principals may do here, by user name or client ID. Who is not in it may do everything. */
  readonly rights: Map<string, Rights>;
  /** Tokens that were issued. Handed on to a successor through the option `tokens`. */
  readonly tokens: TokenStore;
  /** Every access token issued so far answers 403 from now on. */
  expireAccessTokens(): void;
  /** Every refresh token issued so far is dead from now on. */
  revokeRefreshTokens(): void;
  /** Ends every connection, however busy, and frees the port. May be called again. */
  stop(): Promise<void>;
};
