import { z } from 'zod/v4';
import type { Parsed } from './parsed';
import { problemSchema } from './problem';
import { workspaceIdProblem } from './workspaceUrl';

/**
 * What runs a fabric's work: a SQL warehouse or a cluster, with the HTTP path that Databricks' drivers want.
 *
 * @public
 */
export const computeSchema = z.object({
  kind: z.enum(['warehouse', 'cluster']),
  id: z.string(),
  httpPath: z.string(),
});

/** @public */
export type Compute = z.infer<typeof computeSchema>;

/**
 * The answer of `GET /fabrics/:name/compute`: what the user can see of it at this moment. Asking starts nothing.
 *
 * @public
 */
export const computeStateSchema = computeSchema
  .pick({ kind: true, id: true })
  .extend({
    /** As it is called at Databricks; the last known one where it cannot be asked. */
    name: z.string().optional(),
    /** `unusable`: Databricks names a state in which it will not run. */
    state: z.enum([
      'running',
      'starting',
      'stopping',
      'stopped',
      'unusable',
      'unknown',
    ]),
    /** Of a warehouse its size as Databricks calls it, of a cluster its node type. */
    size: z.string().optional(),
    /** Why the state is not known. */
    problem: problemSchema.optional(),
  });

/** @public */
export type ComputeState = z.infer<typeof computeStateSchema>;

const CLUSTER_ID = /^[0-9]{4}-[0-9]{6}-[a-z0-9]{1,40}$/i;
const ID = /^[a-z0-9](?:[a-z0-9_-]{0,63})$/i;

const WAREHOUSE_PATH =
  /^\/?sql\/1\.0\/(?:warehouses|endpoints)\/([^/?]+)(?:\?o=([0-9]{1,20}))?$/;
const CLUSTER_PATH =
  /^\/?sql\/protocolv1\/o\/([0-9]{1,20})\/([^/?]+)(?:\?o=([0-9]{1,20}))?$/;

/** The org ID of a workspace that is known by its host alone: Databricks then routes by the host. */
const ORG_ID_BY_HOST = '0';

/**
 * Reads a warehouse ID.
 *
 * @public
 */
export function parseWarehouseId(text: string): Parsed<string> {
  if (CLUSTER_ID.test(text)) {
    return { problem: 'must be the ID of a SQL warehouse, not of a cluster' };
  }
  return ID.test(text)
    ? { value: text }
    : {
        problem:
          'must be the ID of a SQL warehouse, such as 1a2b3c4d5e6f7890: the last part of its HTTP path',
      };
}

/**
 * Reads a cluster ID.
 *
 * @public
 */
export function parseClusterId(text: string): Parsed<string> {
  return ID.test(text)
    ? { value: text }
    : {
        problem:
          'must be the ID of a cluster, such as 0123-456789-abcde123: the last part of its HTTP path',
      };
}

/**
 * The HTTP path of a SQL warehouse, as Databricks' drivers want it.
 *
 * @public
 */
export function warehouseCompute(id: string): Compute {
  return { kind: 'warehouse', id, httpPath: `/sql/1.0/warehouses/${id}` };
}

/**
 * The HTTP path of a cluster, as Databricks' drivers want it. It holds the org ID, which is the workspace ID:
 * taken from `orgId`, else from a host that shows it (`adb-<id>.` on Azure, `<id>.` on Google Cloud), else `0`,
 * which stands for "the workspace that the host names".
 */
export function clusterCompute(options: {
  id: string;
  workspaceUrl: string;
  orgId?: string;
}): Compute {
  const orgId =
    options.orgId ?? workspaceIdOf(options.workspaceUrl) ?? ORG_ID_BY_HOST;
  return {
    kind: 'cluster',
    id: options.id,
    httpPath: `/sql/protocolv1/o/${orgId}/${options.id}`,
  };
}

function workspaceIdOf(workspaceUrl: string): string | undefined {
  const { hostname } = new URL(workspaceUrl);
  return (
    /^adb-([0-9]{1,20})\./.exec(hostname)?.[1] ??
    /^([0-9]{1,20})\.[0-9]+\.gcp\.databricks\.com$/.exec(hostname)?.[1]
  );
}

/**
 * Reads an HTTP path: of a warehouse, of an endpoint (as warehouses were called), or of a cluster. The leading
 * slash may be missing. `?o=<workspace id>` is dropped where the host is `adb-<the same number>`, and refused anywhere
 * else. The workspace ID in the path of a cluster must not contradict a host that shows its own.
 *
 * @param workspaceUrl - the workspace, as {@link parseWorkspaceUrl} returns it; left out where it is not known
 * @returns the compute with its path in one form: leading slash, `warehouses`
 * @public
 */
export function parseHttpPath(
  text: string,
  workspaceUrl?: string,
): Parsed<Compute> {
  const hostname = workspaceUrl && new URL(workspaceUrl).hostname;
  const warehouse = WAREHOUSE_PATH.exec(text);
  const cluster = CLUSTER_PATH.exec(text);
  const otherWorkspace = workspaceIdProblem(
    hostname,
    warehouse?.[2] ?? cluster?.[3],
  );
  if (otherWorkspace) {
    return { problem: otherWorkspace };
  }
  if (warehouse) {
    const { value, problem } = parseWarehouseId(warehouse[1]);
    return value === undefined
      ? { problem }
      : { value: warehouseCompute(value) };
  }
  if (cluster) {
    const ofHost = workspaceUrl && workspaceIdOf(workspaceUrl);
    if (ofHost && ![ofHost, ORG_ID_BY_HOST].includes(cluster[1])) {
      return {
        problem:
          'must not name another workspace, in /o/<workspace id>/, than the host does',
      };
    }
    const { value, problem } = parseClusterId(cluster[2]);
    return value === undefined
      ? { problem }
      : {
          value: {
            kind: 'cluster',
            id: value,
            httpPath: `/sql/protocolv1/o/${cluster[1]}/${value}`,
          },
        };
  }
  return {
    problem:
      'must be an HTTP path such as /sql/1.0/warehouses/<id> or /sql/protocolv1/o/<workspace id>/<cluster id>',
  };
}
