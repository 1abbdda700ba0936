import type { Entity } from '@backstage/catalog-model';
import { DATABRICKS_FABRIC_ANNOTATION } from '@backstage-databricks/plugin-databricks-common';

/** The fabrics that an entity names, in its own order. */
export function fabricNames(entity: Entity): string[] {
  const text = entity.metadata.annotations?.[DATABRICKS_FABRIC_ANNOTATION];
  return [...new Set((text ?? '').split(',').map(name => name.trim()))].filter(
    Boolean,
  );
}
