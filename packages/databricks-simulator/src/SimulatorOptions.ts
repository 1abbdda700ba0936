import {
  Account,
  ClientOptions,
  PersonOptions,
  ServicePrincipalOptions,
} from './Account';
import { TokenStore } from './oidc/TokenStore';
import { Rights } from './Rights';

/** @public */
export type WarehouseOptions = {
  id: string;
  name?: string;
  /** Default: `STOPPED`. */
  state?:
    | 'DELETED'
    | 'DELETING'
    | 'RUNNING'
    | 'STARTING'
    | 'STOPPED'
    | 'STOPPING';
};

/** @public */
export type ClusterOptions = {
  clusterId: string;
  name?: string;
  /** Default: `TERMINATED`. */
  state?:
    | 'ERROR'
    | 'PENDING'
    | 'RESIZING'
    | 'RESTARTING'
    | 'RUNNING'
    | 'TERMINATED'
    | 'TERMINATING'
    | 'UNKNOWN';
  /** Who made it: a person, a client of the API, or a job for one run. Default: `UI`. */
  source?: 'UI' | 'API' | 'JOB' | 'PIPELINE';
};

/** @public */
export type CatalogOptions = {
  name: string;
  /** Default: every name exists. */
  schemas?: string[];
};

/**
 * What a simulated workspace is made of. Everything is optional.
 *
 * @public
 */
export type SimulatorOptions = {
  /** On 127.0.0.1. Default: 0, which takes a free one. */
  port?: number;
  /** Default: 3600. */
  accessTokenLifetimeSeconds?: number;
  /** Default: seven days. With single-use refresh tokens each new one starts anew. */
  refreshTokenLifetimeSeconds?: number;
  /** `absolute_session_lifetime`: no refresh token lives longer than this after the sign-in. Default: none. */
  sessionLifetimeSeconds?: number;
  /** Single-use refresh tokens end the whole family when one is used again. Default: `multiUse`. */
  refreshTokens?: 'multiUse' | 'singleUse';
  clients?: ClientOptions[];
  servicePrincipals?: ServicePrincipalOptions[];
  /** Default: Ada Lovelace and Grace Hopper. */
  people?: PersonOptions[];
  /** Default: every ID exists and is stopped, unless it contains `missing`. */
  warehouses?: WarehouseOptions[];
  /** Default: every ID exists and is terminated, unless it contains `missing`. */
  clusters?: ClusterOptions[];
  /** Default: every name exists, unless it contains `missing`. */
  catalogs?: CatalogOptions[];
  /** What people and service principals may do, by user name or client ID. Default: everybody may do everything. */
  rights?: Record<string, Rights>;
  /** Sent as `x-databricks-org-id`. Default: made from the port. */
  workspaceId?: string;
  /** How a dead refresh token is answered: 400 (default), or 401 with `WWW-Authenticate`. */
  invalidRefreshTokenStatus?: 400 | 401;
  /** Whether the callback carries `iss` (RFC 9207). Databricks does not announce it. Default: false. */
  callbackIssuer?: boolean;
  /** `Cross-Origin-Opener-Policy` of the sign-in page. Default: none. */
  crossOriginOpenerPolicy?: 'same-origin' | 'same-origin-allow-popups';
  /** App connections, service principals and people, when several workspaces belong to one account. */
  account?: Account;
  /** The tokens of a simulator that was stopped, for one that goes on in its place on the same port. */
  tokens?: TokenStore;
  /** Receives one line a request, and errors. Default: silent. */
  log?: (line: string) => void;
};
