import { parseEntityRef, stringifyEntityRef } from '@backstage/catalog-model';
import { isFullEntityRef } from '@backstage-databricks/plugin-databricks-common';

/**
 * An entity ref in the one form in which we compare, store and look up: in lower case, as Backstage's catalog has it.
 * To what is no full ref (`*`, a claim of an identity provider) nothing is added, so that it means no more than before.
 */
export function normalizeEntityRef(ref: string): string {
  return isFullEntityRef(ref)
    ? stringifyEntityRef(parseEntityRef(ref))
    : ref.toLocaleLowerCase('en-US');
}
