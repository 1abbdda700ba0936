import { FabricRow } from '@backstage-databricks/plugin-databricks-common';
import { ResolvedFabric } from '../settings';

/** What a list, a fabric's page and its form say alike. */
export function fabricBasics(
  fabric: ResolvedFabric,
): Pick<
  FabricRow,
  | 'name'
  | 'title'
  | 'description'
  | 'type'
  | 'owner'
  | 'source'
  | 'catalog'
  | 'schema'
> {
  const { name, title, description, type, owner, source, catalog, schema } =
    fabric;
  return { name, title, description, type, owner, source, catalog, schema };
}
