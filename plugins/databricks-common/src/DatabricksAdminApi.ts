import type { AppConnectionInput } from './appConnectionInput';
import type { ComputeOptions } from './computeOptions';
import type {
  AdminConnectionList,
  ConnectionStatus,
  EndConnectionsRequest,
} from './connection';
import type { DatabricksCallOptions } from './DatabricksApi';
import type { FabricDefinition } from './fabricDefinition';
import type { FabricInput } from './fabricInput';
import type { PauseRequest } from './pause';
import type { TestResult } from './problem';
import type { ServicePrincipalInput } from './servicePrincipalInput';
import type { AppConnection, Settings } from './settings';

/**
 * Options of a change. `etag` is that of the thing as the caller has seen it; absent for what does not exist yet.
 *
 * @public
 */
export type DatabricksChangeOptions = DatabricksCallOptions & {
  etag?: string;
};

/**
 * Which connections to list, and from where on.
 *
 * @public
 */
export type AdminConnectionFilter = {
  /** Entity ref of a user. */
  user?: string;
  /** Name of a fabric. */
  fabric?: string;
  /** URL of a workspace. */
  workspace?: string;
  /** Name of an app connection. */
  appConnection?: string;
  /** Any of these. */
  status?: ConnectionStatus | readonly ConnectionStatus[];
  /** `nextCursor` of the page before. */
  cursor?: string;
  /** At most 200; 50 by default. */
  limit?: number;
};

/**
 * What an admin can do with the Databricks backend plugin. Every method throws {@link DatabricksError}: `conflict`
 * when the thing was changed meanwhile or is in use, `read_only` when app-config defines it, `invalid_request` with
 * the field's name first. A `dryRun` validates and tests without storing.
 *
 * @public
 */
export interface DatabricksAdminApi {
  /** Everything that is defined, without secrets; the encryption keys; the check list. */
  getSettings(options?: DatabricksCallOptions): Promise<Settings>;

  putAppConnection(
    name: string,
    definition: AppConnectionInput,
    options?: DatabricksChangeOptions,
  ): Promise<AppConnection>;
  dryRunAppConnection(
    name: string,
    definition: AppConnectionInput,
    options?: DatabricksChangeOptions,
  ): Promise<TestResult>;
  deleteAppConnection(
    name: string,
    options: DatabricksChangeOptions,
  ): Promise<void>;
  /** Checks at a workspace what can be checked without a user. */
  testAppConnection(
    name: string,
    workspaceUrl: string,
    options?: DatabricksCallOptions,
  ): Promise<TestResult>;

  putFabric(
    name: string,
    definition: FabricInput,
    options?: DatabricksChangeOptions,
  ): Promise<FabricDefinition>;
  dryRunFabric(
    name: string,
    definition: FabricInput,
    options?: DatabricksChangeOptions,
  ): Promise<TestResult>;
  deleteFabric(name: string, options: DatabricksChangeOptions): Promise<void>;

  /** Verified at Databricks before it is stored. The etag is the fabric's. */
  putServicePrincipal(
    fabric: string,
    definition: ServicePrincipalInput,
    options?: DatabricksChangeOptions,
  ): Promise<FabricDefinition>;
  dryRunServicePrincipal(
    fabric: string,
    definition: ServicePrincipalInput,
    options?: DatabricksChangeOptions,
  ): Promise<TestResult>;
  deleteServicePrincipal(
    fabric: string,
    options: DatabricksChangeOptions,
  ): Promise<void>;

  /** Connections of all users, a page at a time. */
  listAllConnections(
    filter?: AdminConnectionFilter,
    options?: DatabricksCallOptions,
  ): Promise<AdminConnectionList>;
  /** Ends one connection of anybody. */
  endConnection(
    id: string,
    request?: EndConnectionsRequest,
  ): Promise<{ ended: number }>;
  /** Ends all connections of a user, or all that an app connection has made. */
  endConnections(
    of: { user: string } | { appConnection: string },
    request?: EndConnectionsRequest,
  ): Promise<{ ended: number }>;

  /** Begins to re-encrypt all that is not under the primary key; the progress is in the settings. */
  rotateEncryption(): Promise<void>;

  /** Stops the issuing of tokens on every replica, or starts it again. */
  setPaused(request: PauseRequest): Promise<void>;

  /** What the caller's own sign-in at a workspace can see of its warehouses and clusters. */
  listComputeOptions(
    workspaceUrl: string,
    options?: DatabricksCallOptions,
  ): Promise<ComputeOptions>;

  /** Begins to check the workspaces again; what is found is in the settings. */
  startChecks(): Promise<void>;
}
