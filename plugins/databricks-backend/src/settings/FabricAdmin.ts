import {
  FabricDefinition as FabricInput,
  ServicePrincipalDefinition,
} from '@backstage-databricks/plugin-databricks-common';
import { fabricSettings } from '../config/fabricSettings';
import { DatabricksCallError, DatabricksClient } from '../databricks';
import { DatabricksServiceError } from '../errors';
import {
  DefinitionChanges,
  Precondition,
  requireChangeable,
} from './DefinitionChanges';
import { DefinitionSecrets } from './DefinitionSecrets';
import { Settings } from './Settings';
import { FabricDefinition } from './SettingsSnapshot';

type FabricAdminOptions = {
  settings: Settings;
  changes: DefinitionChanges;
  secrets: DefinitionSecrets;
  databricks: DatabricksClient;
};

/** Changes of fabrics and their service principals. */
export class FabricAdmin {
  readonly #settings: Settings;
  readonly #changes: DefinitionChanges;
  readonly #secrets: DefinitionSecrets;
  readonly #databricks: DatabricksClient;

  static create(options: FabricAdminOptions): FabricAdmin {
    return new FabricAdmin(options);
  }

  private constructor(options: FabricAdminOptions) {
    this.#settings = options.settings;
    this.#changes = options.changes;
    this.#secrets = options.secrets;
    this.#databricks = options.databricks;
  }

  /**
   * Creates or changes a fabric. In another workspace its service principal is not kept.
   *
   * @throws DatabricksServiceError `read_only`, `conflict`, `invalid_request`
   */
  async put(
    name: string,
    input: FabricInput,
    precondition: Precondition,
    dryRun: boolean,
  ): Promise<FabricDefinition | undefined> {
    await this.#settings.reload();
    const { config, fabrics } = this.#settings.current();
    const existing = fabrics.get(name);
    requireChangeable(existing, precondition);
    const { settings, problems } = fabricSettings(name, input, {
      allowedHosts: config.allowedHosts,
      allowLoopback: !config.production,
    });
    if (problems) {
      const [{ field, message }] = problems;
      throw new DatabricksServiceError('invalid_request', {
        message: `${field}: ${message}`,
      });
    }
    if (dryRun) {
      return undefined;
    }
    const kept =
      existing?.workspaceUrl === settings.workspaceUrl
        ? existing.servicePrincipal
        : undefined;
    await this.#putFabric(name, fieldsOf(input, settings), kept, {
      existing,
      precondition,
    });
    return this.#settings.current().fabrics.get(name);
  }

  /** @throws DatabricksServiceError `not_found`, `read_only`, `conflict` */
  async delete(name: string, precondition: Precondition): Promise<void> {
    await this.#settings.reload();
    const existing = this.#settings.current().fabrics.get(name);
    await this.#changes.delete('fabric', name, existing, precondition);
  }

  /**
   * Sets a fabric's service principal, once Databricks has accepted it.
   *
   * @throws DatabricksServiceError `not_found`, `read_only`, `conflict`, `invalid_request`, `databricks_unavailable`
   */
  async putServicePrincipal(
    name: string,
    input: ServicePrincipalDefinition,
    precondition: Precondition,
    dryRun: boolean,
  ): Promise<FabricDefinition> {
    const fabric = await this.#changeableFabric(name, precondition);
    await this.#verify(fabric, input);
    if (!dryRun) {
      const principal = { ...input, scopes: input.scopes ?? ['all-apis'] };
      await this.#putFabric(name, fieldsOf(fabric, fabric), principal, {
        existing: fabric,
        precondition,
      });
    }
    return this.#settings.current().fabrics.get(name) ?? fabric;
  }

  /** @throws DatabricksServiceError `not_found`, `read_only`, `conflict` */
  async deleteServicePrincipal(
    name: string,
    precondition: Precondition,
  ): Promise<FabricDefinition> {
    const fabric = await this.#changeableFabric(name, precondition);
    await this.#putFabric(name, fieldsOf(fabric, fabric), undefined, {
      existing: fabric,
      precondition,
    });
    return this.#settings.current().fabrics.get(name) ?? fabric;
  }

  async #changeableFabric(
    name: string,
    precondition: Precondition,
  ): Promise<FabricDefinition> {
    await this.#settings.reload();
    const fabric = this.#settings.current().fabrics.get(name);
    if (!fabric) {
      throw new DatabricksServiceError('not_found', {
        message: 'There is no such fabric.',
      });
    }
    const first = !fabric.servicePrincipal && precondition.etag === undefined;
    requireChangeable(
      fabric,
      first ? { ...precondition, etag: fabric.etag } : precondition,
    );
    return fabric;
  }

  async #verify(
    fabric: FabricDefinition,
    input: ServicePrincipalDefinition,
  ): Promise<void> {
    try {
      await this.#databricks.requestClientCredentials({
        workspaceUrl: fabric.workspaceUrl,
        clientId: input.clientId,
        clientSecret: input.clientSecret,
        scopes: input.scopes ?? ['all-apis'],
      });
    } catch (error) {
      throw toVerificationError(error);
    }
  }

  async #putFabric(
    name: string,
    fields: object,
    principal: FabricDefinition['servicePrincipal'],
    change: { existing?: FabricDefinition; precondition: Precondition },
  ): Promise<void> {
    const workspaceUrl = (fields as { workspaceUrl: string }).workspaceUrl;
    const { clientSecret, ...visible } = principal ?? {};
    await this.#changes.put('fabric', name, {
      ...change,
      definition: {
        ...fields,
        ...(principal ? { servicePrincipal: visible } : {}),
      },
      clientSecret:
        principal &&
        this.#secrets.seal(
          { kind: 'fabric', name, clientId: principal.clientId, workspaceUrl },
          principal.clientSecret,
        ),
    });
  }
}

function fieldsOf(
  fields: Partial<FabricInput> & Pick<FabricInput, 'type' | 'owner'>,
  settings: Pick<
    FabricDefinition,
    'workspaceUrl' | 'compute' | 'catalog' | 'schema' | 'owner'
  > & { ownAppConnection?: string },
): object {
  const { compute, workspaceUrl, catalog, schema, owner } = settings;
  return {
    title: fields.title,
    description: fields.description,
    type: fields.type,
    owner,
    workspaceUrl,
    appConnection:
      'ownAppConnection' in settings
        ? settings.ownAppConnection
        : fields.appConnection,
    ...(fields.type === 'prophecy' ? { oauthType: fields.oauthType } : {}),
    ...(compute?.kind === 'warehouse' ? { warehouseId: compute.id } : {}),
    ...(compute?.kind === 'cluster' ? { httpPath: compute.httpPath } : {}),
    catalog,
    schema,
  };
}

function toVerificationError(error: unknown): unknown {
  if (!(error instanceof DatabricksCallError)) {
    return error;
  }
  switch (error.kind) {
    case 'client_rejected':
      return new DatabricksServiceError('invalid_request', {
        message:
          'clientSecret: Databricks refuses this client ID and secret. It must be an OAuth secret made in Databricks; one of Entra ID is refused',
      });
    case 'scopes_rejected':
    case 'access_denied':
      return new DatabricksServiceError('invalid_request', {
        message: 'scopes: Databricks does not assign them to this secret',
      });
    case 'throttled':
      return new DatabricksServiceError('throttled', {
        retryAfterSeconds: error.retryAfterSeconds,
      });
    default:
      return new DatabricksServiceError('databricks_unavailable');
  }
}
