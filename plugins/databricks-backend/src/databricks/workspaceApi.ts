import { z } from 'zod/v4';
import { parseJson } from '../parseJson';
import {
  DatabricksCallError,
  DatabricksCallErrorKind,
} from './DatabricksCallError';
import { networkRefusalOf, readErrorBody, refusalOf } from './errorBody';
import { Answer, GuardedFetch } from './guardedFetch';
import { printableText } from './printableText';
import { retryAfterSeconds } from './retryAfterSeconds';

/** On whose behalf a workspace is asked. */
export type Caller = { workspaceUrl: string; accessToken: string };

/** Of Me, which lists every group of a user, of a cluster, which lists each of its nodes, and of lists. Others are small. */
export const MAX_LIST_BYTES = 8 * 1024 * 1024;

/** A text that columns and pages can take: of limited length, without control characters or halves of characters. */
const text = (maxLength: number) =>
  z
    .string()
    .max(maxLength)
    .regex(/^[^\p{Cc}\p{Cs}]*$/u);

export const required = (maxLength: number) => text(maxLength).min(1);

/** Texts are no longer than the columns of the table `grants`. */
const meSchema = z.object({
  id: required(255),
  userName: required(512),
  displayName: text(512)
    .nullish()
    .transform(name => name || undefined),
});

/** Left out where people could not read it: nothing depends on it. */
export const label = z.unknown().optional().transform(printableText);

const warehouseSchema = z
  .object({ name: label, state: required(64), cluster_size: label })
  .transform(({ cluster_size: size, ...rest }) => ({ ...rest, size }));

const clusterSchema = z
  .object({ cluster_name: label, state: required(64), node_type_id: label })
  .transform(({ cluster_name: name, state, node_type_id: size }) => ({
    name,
    state,
    size,
  }));

/**
 * Who an access token belongs to (SCIM Me; works with narrow scopes too). Everybody may ask this: who is told that they
 * may not is refused by the workspace itself.
 */
export async function getCurrentUser(caller: Caller, fetch: GuardedFetch) {
  try {
    const path = '/api/2.0/preview/scim/v2/Me';
    return await get(path, meSchema, caller, fetch, {
      maxBodyBytes: MAX_LIST_BYTES,
      readRefusal: refusalOf,
    });
  } catch (error) {
    if (
      error instanceof DatabricksCallError &&
      (error.kind === 'forbidden' || error.kind === 'unclear')
    ) {
      throw new DatabricksCallError('refused', { status: error.status });
    }
    throw error;
  }
}

/** A SQL warehouse's name, state and size. Where it has no name, its ID stands for it. Starts nothing. */
export async function getWarehouse(
  { id, ...caller }: Caller & { id: string },
  fetch: GuardedFetch,
) {
  const path = `/api/2.0/sql/warehouses/${encodeURIComponent(id)}`;
  const warehouse = await get(path, warehouseSchema, caller, fetch);
  return { ...warehouse, name: warehouse.name ?? id };
}

/** A cluster's name, state and node type. Where it has no name, its ID stands for it. Starts nothing. */
export async function getCluster(
  { id, ...caller }: Caller & { id: string },
  fetch: GuardedFetch,
) {
  const path = `/api/2.1/clusters/get?cluster_id=${encodeURIComponent(id)}`;
  const cluster = await get(path, clusterSchema, caller, fetch, {
    maxBodyBytes: MAX_LIST_BYTES,
  });
  return { ...cluster, name: cluster.name ?? id };
}

/**
 * @param options.maxBodyBytes - default: 64 KiB
 * @param options.readRefusal - finds in an answer why Databricks refuses for good
 * @throws DatabricksCallError of every kind that a path of the REST API may answer with
 */
export async function get<T>(
  path: string,
  schema: z.ZodType<T>,
  { workspaceUrl, accessToken }: Caller,
  fetch: GuardedFetch,
  options?: { maxBodyBytes?: number; readRefusal?: typeof networkRefusalOf },
): Promise<T> {
  const answer = await fetch(`${workspaceUrl}${path}`, {
    method: 'GET',
    maxBodyBytes: options?.maxBodyBytes,
    headers: {
      accept: 'application/json',
      authorization: `Bearer ${accessToken}`,
    },
  });
  const { status, body } = answer;
  if (status !== 200) {
    throw toCallError(answer, options?.readRefusal ?? networkRefusalOf);
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
function toCallError(
  answer: Answer,
  readRefusal: typeof networkRefusalOf,
): DatabricksCallError {
  const { headers, status } = answer;
  const { description } = readErrorBody(answer.body);
  const refusal = readRefusal(answer, description);
  const scope = scopeOf(description);
  return new DatabricksCallError(
    refusal && status >= 300 && status < 500 && status !== 429
      ? 'refused'
      : kindOf(status, description),
    {
      status,
      refusal,
      scope,
      retryAfterSeconds: retryAfterSeconds(headers, Date.now()),
    },
  );
}

function kindOf(status: number, description: string): DatabricksCallErrorKind {
  if (status === 429) {
    return 'throttled';
  }
  if (status >= 500 || status === 408 || status === 425) {
    return 'unavailable';
  }
  if (status === 401) {
    return 'token_rejected';
  }
  if (status === 403) {
    if (/required scopes/i.test(description)) {
      return 'scopes_rejected';
    }
    return /invalid (?:access )?token|token (?:is )?expir(?:ed|ing)/i.test(
      description,
    )
      ? 'token_rejected'
      : 'forbidden';
  }
  if (
    status === 404 ||
    (status === 400 &&
      /does not exist|is not a valid (?:[a-z]{1,20} )?id\b|invalid (?:warehouse|endpoint|cluster) id\b/i.test(
        description,
      ))
  ) {
    return 'not_found';
  }
  return status >= 400 ? 'unclear' : 'nonsense';
}

/** The scopes that a token lacks, such as `sql`, where Databricks names them. */
function scopeOf(description: string): string | undefined {
  return /required scopes: ([a-z.-]{1,64}(?:, ?[a-z.-]{1,64}){0,9})/i.exec(
    description,
  )?.[1];
}
