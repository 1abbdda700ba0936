import { Provenance } from './SettingsSnapshot';

/** What admins see of where something is defined. */
export function describeProvenance(definition: Provenance): Provenance {
  const { source, etag, updatedAt, updatedBy } = definition;
  return { source, etag, updatedAt, updatedBy };
}
