import type { ComputeState } from './compute';
import type { Connection, Disconnection } from './connection';
import type { Fabric, IdentityKind } from './fabric';
import type { FabricList } from './fabricList';
import type { TestResult } from './problem';
import type { SignInOutcome, SignInRequest, SignInStarted } from './signIn';

/**
 * Options of every call. An aborted call rejects with the signal's reason.
 *
 * @public
 */
export type DatabricksCallOptions = { signal?: AbortSignal };

/**
 * What a signed-in user can do with the Databricks backend plugin. Every method throws {@link DatabricksError}.
 *
 * @public
 */
export interface DatabricksApi {
  /** The fabrics that this user may use, each with this user's connection. */
  listFabrics(options?: DatabricksCallOptions): Promise<FabricList>;
  /** One fabric; `not_found` when it does not exist or is not this user's. */
  getFabric(name: string, options?: DatabricksCallOptions): Promise<Fabric>;
  /** Starts a sign-in. The answer sets the cookie that binds it to this browser. */
  startSignIn(
    request: SignInRequest,
    options?: DatabricksCallOptions,
  ): Promise<SignInStarted>;
  /** How a sign-in of this user stands. */
  getSignIn(
    id: string,
    options?: DatabricksCallOptions,
  ): Promise<SignInOutcome>;
  /** Gives up a sign-in, so that it cannot be finished any more. Says how it stands: it may have been finished before. */
  cancelSignIn(
    id: string,
    options?: DatabricksCallOptions,
  ): Promise<SignInOutcome>;
  /** This user's own connections. */
  listConnections(
    options?: DatabricksCallOptions,
  ): Promise<{ items: Connection[] }>;
  /** Erases a connection and its tokens. */
  disconnect(
    connectionId: string,
    options?: DatabricksCallOptions,
  ): Promise<Disconnection>;
  /** Asks Databricks who this user is there, without any fabric's compute. */
  testConnection(
    connectionId: string,
    options?: DatabricksCallOptions,
  ): Promise<TestResult>;
  /** Name, size and live state of a fabric's compute, as this user sees them. */
  getCompute(
    fabric: string,
    options?: DatabricksCallOptions,
  ): Promise<ComputeState>;
  /** Asks Databricks who this user, or the service principal, is there and what state the compute is in. */
  testFabric(
    name: string,
    options?: DatabricksCallOptions & { as?: IdentityKind },
  ): Promise<TestResult>;
}
