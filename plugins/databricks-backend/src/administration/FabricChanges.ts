import {
  DEFAULT_SERVICE_PRINCIPAL_SCOPES,
  FabricInput as FabricInput,
  ServicePrincipalInput,
} from '@backstage-databricks/plugin-databricks-common';
import { FabricSettings, fabricSettings } from '../config';
import { DatabricksCallError, WorkspaceClient } from '../databricks';
import { DatabricksServiceError } from '../errors';
import {
  StoredDefinition,
  DefinitionSecrets,
  LiveSettings,
  ResolvedFabric,
} from '../settings';
import {
  ChangeOutcome,
  DefinitionChanges,
  Precondition,
} from './DefinitionChanges';
import { changedFields } from './changedFields';

type FabricAdminOptions = {
  settings: LiveSettings;
  changes: DefinitionChanges;
  secrets: DefinitionSecrets;
  databricks: WorkspaceClient;
};

/** Changes of fabrics and their service principals. */
export class FabricChanges {
  readonly #settings: LiveSettings;
  readonly #changes: DefinitionChanges;
  readonly #secrets: DefinitionSecrets;
  readonly #databricks: WorkspaceClient;

  constructor(options: FabricAdminOptions) {
    this.#settings = options.settings;
    this.#changes = options.changes;
    this.#secrets = options.secrets;
    this.#databricks = options.databricks;
  }

  /**
   * Creates or changes a fabric. Its service principal stays as it is, whether its secret can be opened or not; in
   * another workspace it is not kept.
   *
   * @returns undefined for a dry run
   * @throws DatabricksServiceError `read_only`, `conflict`, `invalid_request`
   */
  async put(
    name: string,
    input: FabricInput,
    precondition: Precondition,
    dryRun: boolean,
  ): Promise<ChangeOutcome | undefined> {
    const stored = await this.#changes.replaceable(
      'fabric',
      name,
      precondition,
    );
    const { config, fabrics, appConnections } = this.#settings.current();
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
    if (input.appConnection && !appConnections.has(input.appConnection)) {
      throw new DatabricksServiceError('invalid_request', {
        message: `appConnection: there is none with the name '${input.appConnection}'`,
      });
    }
    if (dryRun) {
      return undefined;
    }
    const before = stored?.definition as Partial<FabricInput> | undefined;
    const kept =
      before?.workspaceUrl === settings.workspaceUrl
        ? servicePrincipalOf(stored)
        : undefined;
    const definition = { ...fieldsOf(input, settings), servicePrincipal: kept };
    const clientSecret = kept ? 'keep' : undefined;
    await this.#changes.put([
      {
        kind: 'fabric',
        name,
        definition,
        clientSecret,
        replaces: stored,
        updatedBy: precondition.changedBy,
      },
    ]);
    // That a service principal was lost is said by its own field
    const fields = changedFields(before, definition, 'keep');
    return { created: !fabrics.has(name), fields };
  }

  /** @throws DatabricksServiceError `not_found`, `read_only`, `conflict` */
  async delete(name: string, precondition: Precondition): Promise<void> {
    await this.#changes.delete(
      await this.#changes.existing('fabric', name, precondition),
    );
  }

  /**
   * Sets a fabric's service principal, once Databricks has accepted it.
   *
   * @returns the fabric that has it now
   * @throws DatabricksServiceError `not_found`, `read_only`, `conflict`, `invalid_request`, `databricks_unavailable`
   */
  async putServicePrincipal(
    name: string,
    input: ServicePrincipalInput,
    precondition: Precondition,
    dryRun: boolean,
  ): Promise<ChangeOutcome & { fabric: ResolvedFabric }> {
    const { fabric, stored } = await this.#changeable(name, precondition);
    await this.#verify(fabric, input);
    const before = servicePrincipalOf(stored);
    const { clientSecret, ...fields } = input;
    const visible = {
      ...fields,
      scopes: input.scopes ?? DEFAULT_SERVICE_PRINCIPAL_SCOPES,
    };
    if (!dryRun) {
      const { workspaceUrl } = fabric;
      const { clientId } = input;
      await this.#putServicePrincipal(stored, precondition, visible, {
        sealed: this.#secrets.seal(
          { kind: 'fabric', name, clientId, workspaceUrl },
          clientSecret,
        ),
      });
    }
    return {
      fabric: this.#settings.current().fabrics.get(name) ?? fabric,
      created: before === undefined,
      fields: changedFields(before, visible, 'replaced'),
    };
  }

  /** @throws DatabricksServiceError `not_found`, `read_only`, `conflict` */
  async deleteServicePrincipal(
    name: string,
    precondition: Precondition,
  ): Promise<void> {
    const { stored } = await this.#changeable(name, precondition);
    await this.#putServicePrincipal(stored, precondition, undefined, undefined);
  }

  /** The first service principal of a fabric replaces nothing: it needs no etag. */
  async #changeable(
    name: string,
    precondition: Precondition,
  ): Promise<{ fabric: ResolvedFabric; stored: StoredDefinition }> {
    await this.#settings.reload();
    const known = this.#settings.current().fabrics.get(name);
    const isFirst = !known?.servicePrincipal && precondition.etag === undefined;
    const stored = await this.#changes.existing(
      'fabric',
      name,
      isFirst ? { ...precondition, etag: known?.etag } : precondition,
    );
    const fabric = this.#settings.current().fabrics.get(name);
    if (!fabric) {
      throw new DatabricksServiceError('invalid_request', {
        message:
          'This fabric does not fit the configuration: correct it first.',
      });
    }
    return { fabric, stored };
  }

  async #putServicePrincipal(
    stored: StoredDefinition,
    { changedBy }: Precondition,
    servicePrincipal: object | undefined,
    clientSecret: { sealed: string } | undefined,
  ): Promise<void> {
    await this.#changes.put([
      {
        kind: 'fabric',
        name: stored.name,
        definition: { ...(stored.definition as object), servicePrincipal },
        clientSecret,
        replaces: stored,
        updatedBy: changedBy,
      },
    ]);
  }

  async #verify(
    fabric: ResolvedFabric,
    input: ServicePrincipalInput,
  ): Promise<void> {
    try {
      await this.#databricks.requestClientCredentials({
        workspaceUrl: fabric.workspaceUrl,
        clientId: input.clientId,
        clientSecret: input.clientSecret,
        scopes: input.scopes ?? DEFAULT_SERVICE_PRINCIPAL_SCOPES,
      });
    } catch (error) {
      throw toVerificationError(error);
    }
  }
}

/** What is stored of a service principal beside its secret, where there is one. */
function servicePrincipalOf(
  stored: StoredDefinition | undefined,
): object | undefined {
  const { servicePrincipal } = (stored?.definition ?? {}) as {
    servicePrincipal?: object;
  };
  return stored?.clientSecret ? servicePrincipal : undefined;
}

function fieldsOf(input: FabricInput, settings: FabricSettings): object {
  const { compute, workspaceUrl, catalog, schema, owner } = settings;
  return {
    title: input.title,
    description: input.description,
    type: input.type,
    owner,
    workspaceUrl,
    appConnection: input.appConnection,
    ...(input.type === 'prophecy' ? { oauthType: input.oauthType } : {}),
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
