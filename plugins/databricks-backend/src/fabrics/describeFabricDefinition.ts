import {
  FabricDefinition,
  ServicePrincipalStatus,
} from '@backstage-databricks/plugin-databricks-common';
import { describeProvenance, ResolvedFabric } from '../settings';
import { fabricBasics } from './fabricBasics';

/** A fabric as shown to users who may change it. */
export function describeFabricDefinition(
  fabric: ResolvedFabric,
  status: ServicePrincipalStatus = 'unchecked',
): FabricDefinition {
  const { compute, servicePrincipal } = fabric;
  return {
    ...describeProvenance(fabric),
    ...fabricBasics(fabric),
    workspaceUrl: fabric.workspaceUrl,
    appConnection: fabric.ownAppConnection,
    oauthType: fabric.type === 'prophecy' ? fabric.oauthType : undefined,
    warehouseId: compute?.kind === 'warehouse' ? compute.id : undefined,
    clusterId: compute?.kind === 'cluster' ? compute.id : undefined,
    servicePrincipal: servicePrincipal && {
      clientId: servicePrincipal.clientId,
      scopes: [...servicePrincipal.scopes],
      status,
      secretExpiresAt: servicePrincipal.secretExpiresAt,
    },
  };
}
