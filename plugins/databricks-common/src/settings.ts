import { z } from 'zod/v4';
import type { Connection } from './connection';
import type { FabricType, ServicePrincipalStatus } from './fabric';
import type { Check } from './problem';

/**
 * Where something is defined. Send `etag` as `If-Match` with a change.
 *
 * @public
 */
export type Managed = {
  source: 'config' | 'database';
  etag: string;
  updatedAt?: string;
  updatedBy?: string;
};

/**
 * An app connection as admins see it. Its secret is never readable again.
 *
 * @public
 */
export type AppConnection = Managed & {
  name: string;
  title: string;
  clientId: string;
  public: boolean;
  hasClientSecret: boolean;
  scopes: string[];
  refreshTokenLifetime: { days: number };
  sessionLifetime?: { days: number };
  default: boolean;
  health: 'unchecked' | 'accepted' | 'rejected';
  /** How many users are connected with it. */
  connections: number;
};

/**
 * A fabric as admins see it.
 *
 * @public
 */
export type ManagedFabric = Managed & {
  name: string;
  title: string;
  description?: string;
  type: FabricType;
  owner: string;
  workspaceUrl: string;
  appConnection?: string;
  oauthType?: 'u2m' | 'm2m';
  warehouseId?: string;
  clusterId?: string;
  catalog?: string;
  schema?: string;
  servicePrincipal?: {
    clientId: string;
    scopes: string[];
    status: ServicePrincipalStatus;
    secretExpiresAt?: string;
  };
};

/**
 * The encryption keys, how many values each holds, and the progress of re-encryption.
 *
 * @public
 */
export type EncryptionState = {
  primaryKey: string;
  keys: { id: string; available: boolean; values: number }[];
  sweep: {
    state: 'idle' | 'running';
    done: number;
    total: number;
    failed: number;
  };
};

/**
 * The answer of `GET /settings`.
 *
 * @public
 */
export type Settings = {
  redirectUrls: { path: 'oauthredirect' | 'metadata'; url: string }[];
  appConnections: AppConnection[];
  fabrics: ManagedFabric[];
  encryption: EncryptionState;
  checks: Check[];
};

/**
 * The answer of `GET /admin/connections`.
 *
 * @public
 */
export type AdminConnectionList = {
  items: (Connection & { user: string })[];
  nextCursor?: string;
};

/**
 * The body of `POST /app-connections/:name/test`.
 *
 * @public
 */
export const appConnectionTestRequestSchema = z.strictObject({
  workspaceUrl: z.string().min(1).max(512),
});
