import {
  DEFAULT_SERVICE_PRINCIPAL_SCOPES,
  FabricInput,
  FieldProblem,
  resolveFabricTarget,
  ServicePrincipalInput,
  WorkspaceHostRules,
} from '@backstage-databricks/plugin-databricks-common';
import { FabricSettings } from './DatabricksConfig';
import { normalizeEntityRef } from './normalizeEntityRef';

/** A fabric with its defaults, or which fields do not say where its work runs. */
export function fabricSettings(
  name: string,
  definition: FabricInput & {
    servicePrincipal?: ServicePrincipalInput;
  },
  rules: WorkspaceHostRules,
):
  | { settings: FabricSettings; problems?: undefined }
  | { settings?: undefined; problems: FieldProblem[] } {
  const { target, problems } = resolveFabricTarget(definition, rules);
  if (problems) {
    return { problems };
  }
  const { servicePrincipal } = definition;
  return {
    settings: {
      name,
      title: definition.title ?? name,
      description: definition.description,
      type: definition.type,
      owner: normalizeEntityRef(definition.owner),
      ...target,
      appConnection: definition.appConnection,
      oauthType: definition.oauthType ?? 'u2m',
      servicePrincipal: servicePrincipal && {
        ...servicePrincipal,
        scopes: servicePrincipal.scopes ?? DEFAULT_SERVICE_PRINCIPAL_SCOPES,
      },
    },
  };
}
