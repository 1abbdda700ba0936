import type { AppConnectionInput } from './appConnectionInput';
import {
  callDatabricks,
  type DatabricksCallApis,
  type DatabricksCallMethod,
  type DatabricksRequest,
} from './callDatabricks';
import type { ComputeState } from './compute';
import type { ComputeOptions } from './computeOptions';
import type {
  AdminConnectionList,
  Connection,
  Disconnection,
  EndConnectionsRequest,
} from './connection';
import type {
  AdminConnectionFilter,
  DatabricksAdminApi,
  DatabricksChangeOptions,
} from './DatabricksAdminApi';
import type { DatabricksApi, DatabricksCallOptions } from './DatabricksApi';
import type { Fabric, IdentityKind } from './fabric';
import type { FabricList } from './fabricList';
import type { FabricDefinition } from './fabricDefinition';
import type { FabricInput } from './fabricInput';
import type { PauseRequest } from './pause';
import type { TestResult } from './problem';
import type { ServicePrincipalInput } from './servicePrincipalInput';
import type { AppConnection, Settings } from './settings';
import type { SignInOutcome, SignInRequest, SignInStarted } from './signIn';

function appConnectionPath(name: string): string {
  return `/app-connections/${encodeURIComponent(name)}`;
}

function fabricPath(name: string): string {
  return `/fabrics/${encodeURIComponent(name)}`;
}

function servicePrincipalPath(fabric: string): string {
  return `${fabricPath(fabric)}/service-principal`;
}

function queryOf(
  parameters: Record<string, string | number | readonly string[] | undefined>,
) {
  const query = new URLSearchParams();
  for (const [name, value] of Object.entries(parameters)) {
    if (value !== undefined) {
      query.set(name, String(value));
    }
  }
  return query.size > 0 ? `?${query}` : '';
}

/**
 * {@link DatabricksApi} and {@link DatabricksAdminApi} over HTTP.
 *
 * @public
 */
export class DatabricksClient implements DatabricksApi, DatabricksAdminApi {
  readonly #apis: DatabricksCallApis;

  constructor(options: {
    discoveryApi: { getBaseUrl(pluginId: string): Promise<string> };
    fetchApi: { fetch: typeof fetch };
  }) {
    this.#apis = options;
  }

  async listFabrics(options?: DatabricksCallOptions) {
    return this.#call<FabricList>('GET', '/fabrics', options);
  }

  async getFabric(name: string, options?: DatabricksCallOptions) {
    return this.#call<Fabric>('GET', fabricPath(name), options);
  }

  async startSignIn(request: SignInRequest, options?: DatabricksCallOptions) {
    return this.#call<SignInStarted>('POST', '/sign-ins', {
      ...options,
      body: request,
      // Without it a browser drops the binding cookie where app and backend have different origins.
      credentials: 'include',
    });
  }

  async getSignIn(id: string, options?: DatabricksCallOptions) {
    return this.#call<SignInOutcome>(
      'GET',
      `/sign-ins/${encodeURIComponent(id)}`,
      options,
    );
  }

  async cancelSignIn(id: string, options?: DatabricksCallOptions) {
    return this.#call<SignInOutcome>(
      'DELETE',
      `/sign-ins/${encodeURIComponent(id)}`,
      options,
    );
  }

  async listConnections(options?: DatabricksCallOptions) {
    return this.#call<{ items: Connection[] }>('GET', '/connections', options);
  }

  async disconnect(connectionId: string, options?: DatabricksCallOptions) {
    return this.#call<Disconnection>(
      'DELETE',
      `/connections/${encodeURIComponent(connectionId)}`,
      options,
    );
  }

  async testConnection(connectionId: string, options?: DatabricksCallOptions) {
    return this.#call<TestResult>(
      'POST',
      `/connections/${encodeURIComponent(connectionId)}/test`,
      { ...options, body: {} },
    );
  }

  async getCompute(fabric: string, options?: DatabricksCallOptions) {
    return this.#call<ComputeState>(
      'GET',
      `${fabricPath(fabric)}/compute`,
      options,
    );
  }

  async testFabric(
    name: string,
    options?: DatabricksCallOptions & { as?: IdentityKind },
  ) {
    return this.#call<TestResult>('POST', `${fabricPath(name)}/test`, {
      signal: options?.signal,
      body: options?.as ? { as: options.as } : {},
    });
  }

  async getSettings(options?: DatabricksCallOptions) {
    return this.#call<Settings>('GET', '/settings', options);
  }

  async putAppConnection(
    name: string,
    body: AppConnectionInput,
    options?: DatabricksChangeOptions,
  ) {
    return this.#call<AppConnection>('PUT', appConnectionPath(name), {
      ...options,
      body,
    });
  }

  async dryRunAppConnection(
    name: string,
    body: AppConnectionInput,
    options?: DatabricksChangeOptions,
  ) {
    return this.#dryRun(appConnectionPath(name), body, options);
  }

  async deleteAppConnection(name: string, options: DatabricksChangeOptions) {
    await this.#call('DELETE', appConnectionPath(name), options);
  }

  async testAppConnection(
    name: string,
    workspaceUrl: string,
    options?: DatabricksCallOptions,
  ) {
    return this.#call<TestResult>('POST', `${appConnectionPath(name)}/test`, {
      ...options,
      body: { workspaceUrl },
    });
  }

  async putFabric(
    name: string,
    body: FabricInput,
    options?: DatabricksChangeOptions,
  ) {
    return this.#call<FabricDefinition>('PUT', fabricPath(name), {
      ...options,
      body,
    });
  }

  async dryRunFabric(
    name: string,
    body: FabricInput,
    options?: DatabricksChangeOptions,
  ) {
    return this.#dryRun(fabricPath(name), body, options);
  }

  async deleteFabric(name: string, options: DatabricksChangeOptions) {
    await this.#call('DELETE', fabricPath(name), options);
  }

  async putServicePrincipal(
    fabric: string,
    body: ServicePrincipalInput,
    options?: DatabricksChangeOptions,
  ) {
    return this.#call<FabricDefinition>('PUT', servicePrincipalPath(fabric), {
      ...options,
      body,
    });
  }

  async dryRunServicePrincipal(
    fabric: string,
    body: ServicePrincipalInput,
    options?: DatabricksChangeOptions,
  ) {
    return this.#dryRun(servicePrincipalPath(fabric), body, options);
  }

  async deleteServicePrincipal(
    fabric: string,
    options: DatabricksChangeOptions,
  ) {
    await this.#call('DELETE', servicePrincipalPath(fabric), options);
  }

  async listAllConnections(
    filter: AdminConnectionFilter = {},
    options?: DatabricksCallOptions,
  ) {
    return this.#call<AdminConnectionList>(
      'GET',
      `/admin/connections${queryOf(filter)}`,
      options,
    );
  }

  async endConnection(id: string, body?: EndConnectionsRequest) {
    return this.#call<{ ended: number }>(
      'DELETE',
      `/admin/connections/${encodeURIComponent(id)}`,
      { body },
    );
  }

  async endConnections(
    of: { user: string } | { appConnection: string },
    body?: EndConnectionsRequest,
  ) {
    return this.#call<{ ended: number }>(
      'DELETE',
      `/admin/connections${queryOf(of)}`,
      { body },
    );
  }

  async setPaused(body: PauseRequest) {
    await this.#call('PUT', '/pause', { body });
  }

  async listComputeOptions(
    workspaceUrl: string,
    options?: DatabricksCallOptions,
  ) {
    return this.#call<ComputeOptions>(
      'GET',
      `/compute-options${queryOf({ workspaceUrl })}`,
      options,
    );
  }

  async rotateEncryption() {
    await this.#call('POST', '/encryption/rotate');
  }

  async startChecks() {
    await this.#call('POST', '/checks');
  }

  async #dryRun(
    path: string,
    body: unknown,
    options?: DatabricksChangeOptions,
  ): Promise<TestResult> {
    return this.#call<TestResult>('PUT', `${path}?dryRun=true`, {
      ...options,
      body,
    });
  }

  #call<T>(
    method: DatabricksCallMethod,
    path: string,
    request: DatabricksRequest = {},
  ): Promise<T> {
    return callDatabricks<T>(this.#apis, method, path, request);
  }
}
