import { FabricDefinition } from '@backstage-databricks/plugin-databricks-common';
import { ServicePrincipalState } from '../grants';
import { describeProvenance, ResolvedFabric } from '../settings';
import { fabricBasics } from './fabricBasics';
import { NamesOfFabric } from './FabricNames';

/** A fabric as shown to users who may change it, with what is known of it. */
export function describeFabricDefinition(
  fabric: ResolvedFabric,
  known: {
    workspaceTitle: string;
    names?: NamesOfFabric;
    servicePrincipalState?: Pick<ServicePrincipalState, 'status' | 'refusal'>;
  },
): FabricDefinition {
  const { compute, servicePrincipal } = fabric;
  const { names, servicePrincipalState, workspaceTitle } = known;
  return {
    ...describeProvenance(fabric),
    ...fabricBasics(fabric),
    workspaceUrl: fabric.workspaceUrl,
    workspaceTitle,
    appConnection: fabric.ownAppConnection,
    oauthType: fabric.type === 'prophecy' ? fabric.oauthType : undefined,
    warehouseId: compute?.kind === 'warehouse' ? compute.id : undefined,
    clusterId: compute?.kind === 'cluster' ? compute.id : undefined,
    computeName: names?.compute,
    servicePrincipal: servicePrincipal && {
      clientId: servicePrincipal.clientId,
      name: names?.servicePrincipal,
      scopes: [...servicePrincipal.scopes],
      status: servicePrincipalState?.status ?? 'unchecked',
      refusal: servicePrincipalState?.refusal,
      secretExpiresAt: servicePrincipal.secretExpiresAt,
    },
  };
}
