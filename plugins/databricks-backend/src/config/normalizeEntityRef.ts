import { parseEntityRef, stringifyEntityRef } from '@backstage/catalog-model';

/** A full entity ref in lower case, as Backstage compares them. `*`, which means everybody, stays as it is. */
export function normalizeEntityRef(ref: string): string {
  return ref === '*' ? ref : stringifyEntityRef(parseEntityRef(ref));
}
