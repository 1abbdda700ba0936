import type { FabricDefinition } from '@backstage-databricks/plugin-databricks-common';

/** What a fabric needs its service principal for. */
export function servicePrincipalUse(
  fabric: Pick<FabricDefinition, 'type' | 'oauthType'>,
): 'automation' | 'everything' | 'none' {
  if (fabric.type !== 'prophecy') {
    return 'automation';
  }
  return fabric.oauthType === 'm2m' ? 'everything' : 'none';
}
