import type { Entity } from '@backstage/catalog-model';
import { DATABRICKS_FABRIC_ANNOTATION } from '@backstage-databricks/plugin-databricks-common';

/**
 * Whether an entity names a fabric in its annotation `databricks.com/fabric`.
 *
 * @public
 */
export function isDatabricksFabricAvailable(entity: Entity): boolean {
  return Boolean(entity.metadata.annotations?.[DATABRICKS_FABRIC_ANNOTATION]);
}
