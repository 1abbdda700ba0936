import { z } from 'zod/v4';
import { GuardedFetch } from './guardedFetch';
import { Caller, get } from './workspaceApi';

/** Who may only browse sees that it exists, and nothing of what is in it. */
const securableSchema = z
  .object({ browse_only: z.boolean().nullish() })
  .transform(({ browse_only: browseOnly }) => ({ mayUse: !browseOnly }));

/** Whether a catalog can be used (USE CATALOG). */
export async function getCatalog(
  { name, ...caller }: Caller & { name: string },
  fetch: GuardedFetch,
) {
  return getSecurable(`catalogs/${encodeURIComponent(name)}`, caller, fetch);
}

/**
 * Whether a schema can be used (USE SCHEMA).
 *
 * @param options - `name`: the full one, such as `main.sales`
 */
export async function getSchema(
  { name, ...caller }: Caller & { name: string },
  fetch: GuardedFetch,
) {
  return getSecurable(`schemas/${encodeURIComponent(name)}`, caller, fetch);
}

function getSecurable(path: string, caller: Caller, fetch: GuardedFetch) {
  return get(
    `/api/2.1/unity-catalog/${path}?include_browse=true`,
    securableSchema,
    caller,
    fetch,
  );
}
