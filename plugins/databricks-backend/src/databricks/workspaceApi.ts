import { z } from 'zod/v4';
import {
  DatabricksCallError,
  DatabricksCallErrorKind,
} from './DatabricksCallError';
import { Answer, GuardedFetch } from './guardedFetch';
import { parseJson } from './parseJson';
import { retryAfterSeconds } from './retryAfterSeconds';

/** On whose behalf a workspace is asked. */
export type Caller = { workspaceUrl: string; accessToken: string };

/** A text that columns and pages can take: of limited length, and without control characters. */
const text = (maxLength: number) =>
  z
    .string()
    .max(maxLength)
    .regex(/^\P{Cc}*$/u);

const required = (maxLength: number) => text(maxLength).min(1);

/** Texts are no longer than the columns of the table `grants`. */
const meSchema = z.object({
  id: required(255),
  userName: required(512),
  displayName: text(512)
    .nullish()
    .transform(name => name || undefined),
});

const warehouseSchema = z.object({ name: required(512), state: required(64) });

const clusterSchema = z
  .object({ cluster_name: required(512), state: required(64) })
  .transform(({ cluster_name: name, state }) => ({ name, state }));

/** Who an access token belongs to (SCIM Me; works with narrow scopes too). */
export async function getCurrentUser(caller: Caller, fetch: GuardedFetch) {
  return get('/api/2.0/preview/scim/v2/Me', meSchema, caller, fetch);
}

/** A SQL warehouse's name and state. Starts nothing. */
export async function getWarehouse(
  { id, ...caller }: Caller & { id: string },
  fetch: GuardedFetch,
) {
  const path = `/api/2.0/sql/warehouses/${encodeURIComponent(id)}`;
  return get(path, warehouseSchema, caller, fetch);
}

/** A cluster's name and state. Starts nothing. */
export async function getCluster(
  { id, ...caller }: Caller & { id: string },
  fetch: GuardedFetch,
) {
  const path = `/api/2.1/clusters/get?cluster_id=${encodeURIComponent(id)}`;
  return get(path, clusterSchema, caller, fetch);
}

async function get<T>(
  path: string,
  schema: z.ZodType<T>,
  { workspaceUrl, accessToken }: Caller,
  fetch: GuardedFetch,
): Promise<T> {
  const answer = await fetch(`${workspaceUrl}${path}`, {
    method: 'GET',
    headers: {
      accept: 'application/json',
      authorization: `Bearer ${accessToken}`,
    },
  });
  const { status, headers, body } = answer;
  if (status !== 200) {
    throw new DatabricksCallError(kindOf(answer), {
      status,
      retryAfterSeconds: retryAfterSeconds(headers, Date.now()),
    });
  }
  const { data } = schema.safeParse(parseJson(body));
  if (data === undefined) {
    throw new DatabricksCallError('nonsense', { status });
  }
  return data;
}

/**
 * Databricks answers an expired token with 403 as well as with 401, so the body decides. It may be plain text, or JSON
 * whose `error_code` is a number.
 */
function kindOf({ status, body }: Answer): DatabricksCallErrorKind {
  if (status === 429) {
    return 'throttled';
  }
  if (status >= 500) {
    return 'unavailable';
  }
  if (status === 401) {
    return 'token_rejected';
  }
  if (status === 403) {
    if (/required scopes/i.test(body)) {
      return 'scopes_rejected';
    }
    return /invalid (?:access )?token|token (?:is )?expir(?:ed|ing)/i.test(body)
      ? 'token_rejected'
      : 'forbidden';
  }
  if (status === 404 || (status === 400 && /does not exist/i.test(body))) {
    return 'not_found';
  }
  return status >= 400 ? 'unclear' : 'nonsense';
}
