import {
  FabricInput,
  ServicePrincipalInput,
} from '@backstage-databricks/plugin-databricks-common';
import {
  FabricSettings,
  resolveFabric,
  resolveServicePrincipal,
} from '../config';
import { DatabricksCallError, WorkspaceClient } from '../databricks';
import { DatabricksServiceError } from '../errors';
import { Asker, OutboundBudget } from '../probes';
import {
  DefinitionSecrets,
  isSignInNeeded,
  LiveSettings,
  mayGetSecret,
  StoredDefinition,
  workspacesOf,
} from '../settings';
import { DefinitionChanges, Precondition } from './DefinitionChanges';
import { changedFields } from './changedFields';
import { invalidRequest } from './invalidRequest';

type FabricChangesOptions = {
  settings: LiveSettings;
  changes: DefinitionChanges;
  secrets: DefinitionSecrets;
  databricks: WorkspaceClient;
  outboundBudget: OutboundBudget;
};

/** Changes of fabrics and their service principals. */
export class FabricChanges {
  readonly #options: FabricChangesOptions;

  constructor(options: FabricChangesOptions) {
    this.#options = options;
  }

  /**
   * Prepares to create or change a fabric. Its service principal is kept unless the workspace changes; its secret must
   * open where something changes that it is bound to.
   *
   * @param as - what lets the caller change it. An owner team may not lead secrets to hosts that no admin has chosen
   * @returns a change that is valid; its `write` stores it and throws `conflict` where somebody else was faster
   * @throws DatabricksServiceError `read_only`, `conflict`, `invalid_request`, `not_allowed`,
   * `encryption_key_unavailable`, `credentials_unreadable`
   */
  async prepare(
    name: string,
    input: FabricInput,
    precondition: Precondition,
    as: 'admin' | 'owner',
  ) {
    const { changes, secrets, settings } = this.#options;
    const { stored, write } = await changes.begin('fabric', name, precondition);
    const { config, fabrics, appConnections } = settings.current();
    const { fabric, problems } = resolveFabric(name, input, config);
    if (problems) {
      const [{ field, message }] = problems;
      throw invalidRequest(`${field}: ${message}`);
    }
    if (input.appConnection && !appConnections.has(input.appConnection)) {
      throw invalidRequest(
        `appConnection: there is none with the name '${input.appConnection}'`,
      );
    }
    if (as === 'owner') {
      this.#requireChosenHost(fabric);
    }
    const before = stored?.definition as Partial<FabricInput> | undefined;
    const { compute, workspaceUrl, catalog, schema, owner } = fabric;
    const servicePrincipal =
      before?.workspaceUrl === workspaceUrl
        ? servicePrincipalOf(stored)
        : undefined;
    const definition = {
      ...input,
      owner,
      workspaceUrl,
      jdbcUrl: undefined,
      warehouseId: compute?.kind === 'warehouse' ? compute.id : undefined,
      // It contains the workspace's ID beside the cluster's
      httpPath: compute?.kind === 'cluster' ? compute.httpPath : undefined,
      clusterId: undefined,
      catalog,
      schema,
      servicePrincipal,
    };
    const secret =
      servicePrincipal && stored
        ? secrets.keep(stored, { kind: 'fabric', name, definition })
        : undefined;
    return {
      created: !fabrics.has(name),
      owner,
      workspaceUrl,
      // Where the service principal goes, it is named as a field, and its secret is not named too
      fields: changedFields(before, definition),
      write: () => write(definition, secret),
    };
  }

  /** @throws DatabricksServiceError `not_found`, `read_only`, `conflict` */
  async delete(name: string, precondition: Precondition): Promise<void> {
    const { changes } = this.#options;
    const { stored } = await changes.beginExisting(
      'fabric',
      name,
      precondition,
    );
    await changes.delete(stored);
  }

  /**
   * Asks Databricks whether it accepts a service principal, and prepares to set it.
   *
   * @returns a change whose `write` returns the fabric as it is then
   * @throws DatabricksServiceError `not_found`, `read_only`, `conflict`, `invalid_request`, `paused`, `throttled`,
   * `databricks_unavailable`, `too_many_requests`
   */
  async prepareServicePrincipal(
    name: string,
    input: ServicePrincipalInput,
    precondition: Precondition,
    asker: Asker,
  ) {
    const { databricks, outboundBudget, secrets, settings } = this.#options;
    const { fabric, stored, write } = await this.#begin(name, precondition);
    await settings.requireUnpaused();
    const { workspaceUrl } = fabric;
    const { clientSecret, ...visible } = resolveServicePrincipal(input);
    const { clientId, scopes } = visible;
    const client = { workspaceUrl, clientId, clientSecret, scopes };
    await outboundBudget.spend(
      asker,
      { what: 'putServicePrincipal', workspaceUrl, about: { fabric: name } },
      async () => {
        await databricks.requestClientCredentials(client).catch(error => {
          throw toVerificationError(error);
        });
      },
    );
    const before = servicePrincipalOf(stored);
    return {
      created: before === undefined,
      fields: changedFields(before, visible, true),
      write: async () => {
        const definition = {
          ...(stored.definition as object),
          servicePrincipal: visible,
        };
        await write(
          definition,
          secrets.seal({ kind: 'fabric', name, definition }, clientSecret),
        );
        return settings.current().fabrics.get(name) ?? fabric;
      },
    };
  }

  /** @throws DatabricksServiceError `not_found`, `read_only`, `conflict` */
  async deleteServicePrincipal(
    name: string,
    precondition: Precondition,
  ): Promise<void> {
    const { stored, write } = await this.#begin(name, precondition);
    const definition = stored.definition as object;
    await write({ ...definition, servicePrincipal: undefined }, undefined);
  }

  /** An app connection may stay where users sign in with it already; a fabric without sign-in may stay where it is. */
  #requireChosenHost(fabric: FabricSettings): void {
    const { config, appConnections, fabrics } =
      this.#options.settings.current();
    const used =
      fabric.appConnection ??
      [...appConnections.values()].find(it => it.default)?.name;
    const chosen = isSignInNeeded(fabric)
      ? workspacesOf(used, fabrics)
      : [fabrics.get(fabric.name)?.workspaceUrl];
    if (!mayGetSecret(fabric.workspaceUrl, config, chosen)) {
      throw new DatabricksServiceError('not_allowed', {
        message:
          "workspaceUrl: only admins can lead an app connection to a host that it does not serve yet, unless the host is Databricks' own or an exact entry of databricks.allowedHosts.",
      });
    }
  }

  /** A fabric's first service principal replaces nothing, so that it needs no etag. */
  async #begin(name: string, precondition: Precondition) {
    const { changes, settings } = this.#options;
    await settings.reload();
    const known = settings.current().fabrics.get(name);
    const etag =
      precondition.etag ?? (known?.servicePrincipal ? undefined : known?.etag);
    const begun = await changes.beginExisting('fabric', name, {
      ...precondition,
      etag,
    });
    const fabric = settings.current().fabrics.get(name);
    if (!fabric) {
      throw invalidRequest(
        'This fabric does not fit the configuration: correct it first.',
      );
    }
    return { ...begun, fabric };
  }
}

/** What is stored of a service principal beside its secret, where there is one. */
function servicePrincipalOf(
  stored: StoredDefinition | undefined,
): object | undefined {
  const definition = stored?.definition as
    | { servicePrincipal?: object }
    | undefined;
  return stored?.clientSecret ? definition?.servicePrincipal : undefined;
}

function toVerificationError(error: unknown): unknown {
  if (!(error instanceof DatabricksCallError)) {
    return error;
  }
  switch (error.kind) {
    case 'client_rejected':
      return invalidRequest(
        'clientSecret: Databricks refuses this client ID and secret. It must be an OAuth secret made in Databricks; one of Entra ID is refused',
      );
    case 'scopes_rejected':
    case 'access_denied':
      return invalidRequest(
        'scopes: Databricks does not assign them to this secret',
      );
    case 'throttled':
      return new DatabricksServiceError('throttled', {
        retryAfterSeconds: error.retryAfterSeconds,
      });
    case 'refused':
    case 'unclear':
      return invalidRequest(`clientId: ${error.message}`);
    default:
      return new DatabricksServiceError('databricks_unavailable', {
        message: error.message,
        network: error.network,
      });
  }
}
