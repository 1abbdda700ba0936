import { z } from 'zod/v4';
import type { Connection } from './connection';
import type { Problem } from './problem';

/** @public */
export type FabricType = 'prophecy' | 'spark' | 'sql';

/**
 * Who acts: a person through their connection, or the fabric's service principal.
 *
 * @public
 */
export type IdentityKind = 'user' | 'servicePrincipal';

/**
 * What runs a fabric's work: a SQL warehouse or a cluster, with the HTTP path that Databricks' drivers want.
 *
 * @public
 */
export type Compute = {
  kind: 'warehouse' | 'cluster';
  id: string;
  httpPath: string;
};

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
  | 'databricks_unavailable';

/** @public */
export type ServicePrincipalStatus =
  | 'missing'
  | 'ready'
  | 'rejected'
  | 'unchecked';

/**
 * A fabric as one user sees it: what it is, how work runs there, and this user's connection.
 *
 * @public
 */
export type Fabric = {
  name: string;
  title: string;
  description?: string;
  type: FabricType;
  owner: string;
  workspaceUrl: string;
  compute?: Compute;
  catalog?: string;
  schema?: string;
  source: 'config' | 'database';
  canEdit: boolean;
  etag: string;
  interactiveAs: IdentityKind;
  automationAs: IdentityKind;
  signInNeeded: boolean;
  /** Absent where no sign-in is needed. */
  appConnection?: {
    name: string;
    title: string;
    ready: boolean;
    problem?: Problem;
  };
  /** The app connection that it names itself, where `canEdit`; absent where it takes the default one. */
  ownAppConnection?: string;
  /** Absent where no sign-in is needed. */
  connection?: Connection | { status: 'not_connected' };
  servicePrincipal?: {
    clientId?: string;
    status: ServicePrincipalStatus;
    secretExpiresAt?: string;
    /** Where `canEdit`. */
    scopes?: string[];
  };
  warnings: Problem[];
};

/**
 * The answer of `GET /fabrics`: all that the page needs.
 *
 * @public
 */
export type FabricList = {
  items: Fabric[];
  /** Whether this user administers. */
  admin: boolean;
  /** Who administers, as entity refs. */
  admins?: string[];
};

/**
 * The body of `POST /fabrics/:name/test`. Default: whoever interactive work runs as.
 *
 * @public
 */
export const fabricTestRequestSchema = z.strictObject({
  as: z.enum(['user', 'servicePrincipal']).optional(),
});
