import type {
  Fabric,
  FabricDefinition,
} from '@backstage-databricks/plugin-databricks-common';

/** A fabric as its forms take it, of what its card knows. Only where the user may change it, that is everything. */
export function managedFabricOf(fabric: Fabric): FabricDefinition {
  const { compute, servicePrincipal } = fabric;
  return {
    name: fabric.name,
    title: fabric.title,
    description: fabric.description,
    source: fabric.source,
    etag: fabric.etag,
    type: fabric.type,
    owner: fabric.owner,
    workspaceUrl: fabric.workspaceUrl,
    appConnection: fabric.ownAppConnection,
    ...(fabric.type === 'prophecy'
      ? { oauthType: fabric.signInNeeded ? 'u2m' : 'm2m' }
      : {}),
    ...(compute?.kind === 'warehouse' ? { warehouseId: compute.id } : {}),
    ...(compute?.kind === 'cluster' ? { clusterId: compute.id } : {}),
    catalog: fabric.catalog,
    schema: fabric.schema,
    ...(servicePrincipal?.clientId
      ? {
          servicePrincipal: {
            clientId: servicePrincipal.clientId,
            scopes: servicePrincipal.scopes ?? [],
            status: servicePrincipal.status,
            secretExpiresAt: servicePrincipal.secretExpiresAt,
          },
        }
      : {}),
  };
}
