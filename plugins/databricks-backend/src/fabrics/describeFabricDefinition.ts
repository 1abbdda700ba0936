import {
  FabricDefinition,
  ServicePrincipalStatus,
} from '@backstage-databricks/plugin-databricks-common';
import { describeProvenance, ResolvedFabric } from '../settings';

/** What those see of a fabric who may change it. */
export function describeFabricDefinition(
  fabric: ResolvedFabric,
  status: ServicePrincipalStatus = 'unchecked',
): FabricDefinition {
  const { compute, servicePrincipal } = fabric;
  return {
    ...describeProvenance(fabric),
    name: fabric.name,
    title: fabric.title,
    description: fabric.description,
    type: fabric.type,
    owner: fabric.owner,
    workspaceUrl: fabric.workspaceUrl,
    appConnection: fabric.ownAppConnection,
    oauthType: fabric.type === 'prophecy' ? fabric.oauthType : undefined,
    warehouseId: compute?.kind === 'warehouse' ? compute.id : undefined,
    clusterId: compute?.kind === 'cluster' ? compute.id : undefined,
    catalog: fabric.catalog,
    schema: fabric.schema,
    servicePrincipal: servicePrincipal && {
      clientId: servicePrincipal.clientId,
      scopes: [...servicePrincipal.scopes],
      status,
      secretExpiresAt: servicePrincipal.secretExpiresAt,
    },
  };
}
