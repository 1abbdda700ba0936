import { z } from 'zod/v4';
import {
  DatabricksCallError,
  DatabricksCallErrorKind,
} from './DatabricksCallError';
import { ComputeState, WorkspaceClient } from './WorkspaceClient';
import { Answer, GuardedFetch } from './guardedFetch';
import { retryAfterSeconds } from './retryAfterSeconds';

/** What a column and a page can take: of limited length, and without control characters. */
const text = (maxLength: number) =>
  z
    .string()
    .max(maxLength)
    .regex(/^\P{Cc}*$/u);

const required = (maxLength: number) => text(maxLength).min(1);

/** No longer than the columns of the table `grants`. */
const meSchema = z.object({
  id: required(255),
  userName: required(512),
  displayName: text(512).nullish(),
});

const warehouseSchema = z.object({ name: required(512), state: required(64) });

const clusterSchema = z.object({
  cluster_name: required(512),
  state: required(64),
});

type Caller = { workspaceUrl: string; accessToken: string };

/**
 * Who an access token belongs to (SCIM Me; works with narrow scopes too).
 */
export async function getCurrentUser(
  caller: Caller,
  fetch: GuardedFetch,
): ReturnType<WorkspaceClient['getCurrentUser']> {
  const answer = await get('/api/2.0/preview/scim/v2/Me', caller, fetch);
  const { id, userName, displayName } = read(answer, meSchema);
  const workspaceId = answer.headers.get('x-databricks-org-id') ?? '';
  return {
    id,
    userName,
    displayName: displayName || undefined,
    workspaceId: /^[0-9]{1,20}$/.test(workspaceId) ? workspaceId : undefined,
  };
}

/** A SQL warehouse's name and state. Starts nothing. */
export async function getWarehouse(
  options: Caller & { id: string },
  fetch: GuardedFetch,
): Promise<ComputeState> {
  const id = encodeURIComponent(options.id);
  const answer = await get(`/api/2.0/sql/warehouses/${id}`, options, fetch);
  const { name, state } = read(answer, warehouseSchema);
  return { name, state };
}

/** A cluster's name and state. Starts nothing. */
export async function getCluster(
  options: Caller & { id: string },
  fetch: GuardedFetch,
): Promise<ComputeState> {
  const id = encodeURIComponent(options.id);
  const path = `/api/2.1/clusters/get?cluster_id=${id}`;
  const answer = await get(path, options, fetch);
  const cluster = read(answer, clusterSchema);
  return { name: cluster.cluster_name, state: cluster.state };
}

async function get(
  path: string,
  { workspaceUrl, accessToken }: Caller,
  fetch: GuardedFetch,
): Promise<Answer> {
  const answer = await fetch(`${workspaceUrl}${path}`, {
    method: 'GET',
    headers: {
      accept: 'application/json',
      authorization: `Bearer ${accessToken}`,
    },
  });
  if (answer.status !== 200) {
    throw new DatabricksCallError(kindOf(answer), {
      status: answer.status,
      retryAfterSeconds: retryAfterSeconds(answer.headers, Date.now()),
    });
  }
  return answer;
}

function read<T>({ body, status }: Answer, schema: z.ZodType<T>): T {
  let json: unknown;
  try {
    json = JSON.parse(body);
  } catch {
    throw new DatabricksCallError('nonsense', { status });
  }
  const { data } = schema.safeParse(json);
  if (data === undefined) {
    throw new DatabricksCallError('nonsense', { status });
  }
  return data;
}

/**
 * Databricks answers an expired token with 403 as well as with 401, so the body decides; it may be text, or JSON
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
