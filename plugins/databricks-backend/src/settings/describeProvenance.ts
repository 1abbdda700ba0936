import { FabricDefinition } from '@backstage-databricks/plugin-databricks-common';
import { Provenance } from './SettingsSnapshot';

/** What admins see of where something is defined. */
export function describeProvenance(
  thing: Provenance,
): Pick<FabricDefinition, 'source' | 'etag' | 'updatedAt' | 'updatedBy'> {
  return {
    source: thing.source,
    etag: thing.etag,
    updatedAt:
      thing.updatedAtMs === undefined
        ? undefined
        : new Date(thing.updatedAtMs).toISOString(),
    updatedBy: thing.updatedBy,
  };
}
