import { parseEntityRef, stringifyEntityRef } from '@backstage/catalog-model';

/**
 * A full entity ref in the form in which Backstage compares them: lower case. `*`, everybody, stays.
 */
export function normalizeEntityRef(ref: string): string {
  return ref === '*' ? ref : stringifyEntityRef(parseEntityRef(ref));
}
