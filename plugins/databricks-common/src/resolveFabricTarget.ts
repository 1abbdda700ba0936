import {
  clusterCompute,
  type Compute,
  parseClusterId,
  parseHttpPath,
  parseWarehouseId,
  warehouseCompute,
} from './compute';
import type { FabricTarget, FabricTargetFields } from './fabricTarget';
import { parseJdbcUrl } from './jdbcUrl';
import {
  checkWorkspaceUrl,
  parseWorkspaceUrl,
  type WorkspaceHostRules,
} from './workspaceUrl';

/**
 * One thing that is wrong with a field, as the end of a sentence that begins with the field.
 *
 * @public
 */
export type FieldProblem = {
  field: keyof FabricTargetFields;
  message: string;
};

/**
 * Works out workspace, compute, catalog and schema of a fabric. What stands in a field of its own wins over what
 * the JDBC URL says; the workspace must be the same in both.
 *
 * @param rules - which hosts may be a workspace; left out where they are not known (in a browser)
 * @public
 */
export function resolveFabricTarget(
  fields: FabricTargetFields,
  rules?: WorkspaceHostRules,
):
  | { target: FabricTarget; problems?: undefined }
  | { target?: undefined; problems: FieldProblem[] } {
  const problems: FieldProblem[] = [];
  const check = (text: string) =>
    rules ? checkWorkspaceUrl(text, rules) : parseWorkspaceUrl(text);

  const jdbc =
    fields.jdbcUrl === undefined ? undefined : parseJdbcUrl(fields.jdbcUrl);
  if (jdbc?.problem !== undefined) {
    problems.push({ field: 'jdbcUrl', message: jdbc.problem });
  }
  const workspace =
    fields.workspaceUrl === undefined ? undefined : check(fields.workspaceUrl);
  if (workspace?.problem !== undefined) {
    problems.push({ field: 'workspaceUrl', message: workspace.problem });
  }
  if (fields.workspaceUrl === undefined && fields.jdbcUrl === undefined) {
    problems.push({
      field: 'workspaceUrl',
      message:
        'is missing: a fabric needs a workspaceUrl such as https://<workspace host>, or a jdbcUrl that contains it',
    });
  }
  if (fields.workspaceUrl === undefined && jdbc?.value) {
    const { problem } = check(jdbc.value.workspaceUrl);
    if (problem !== undefined) {
      problems.push({
        field: 'jdbcUrl',
        message: `${problem} (the host in the JDBC URL)`,
      });
    }
  }
  if (
    workspace?.value &&
    jdbc?.value &&
    !sameHost(workspace.value, jdbc.value.workspaceUrl)
  ) {
    problems.push({
      field: 'jdbcUrl',
      message: 'must name the same host as workspaceUrl',
    });
  }
  const workspaceUrl = workspace?.value ?? jdbc?.value?.workspaceUrl;
  if (problems.length > 0 || workspaceUrl === undefined) {
    return { problems };
  }

  const compute = resolveCompute(fields, workspaceUrl, jdbc?.value?.compute);
  if (compute.problems) {
    return compute;
  }
  return {
    target: {
      workspaceUrl,
      compute: compute.compute,
      catalog: fields.catalog ?? jdbc?.value?.catalog,
      schema: fields.schema ?? jdbc?.value?.schema,
    },
  };
}

// The scheme is left out: a JDBC URL says `ssl=1` or nothing where a loopback workspace is plain http.
function sameHost(workspaceUrl: string, jdbcWorkspaceUrl: string): boolean {
  return new URL(workspaceUrl).host === new URL(jdbcWorkspaceUrl).host;
}

const COMPUTE_FIELDS = [
  'jdbcUrl',
  'httpPath',
  'warehouseId',
  'clusterId',
] as const;

function resolveCompute(
  fields: FabricTargetFields,
  workspaceUrl: string,
  jdbcCompute: Compute | undefined,
): { compute?: Compute; problems?: undefined } | { problems: FieldProblem[] } {
  const named = COMPUTE_FIELDS.filter(field => fields[field] !== undefined);
  if (named.length > 1) {
    return {
      problems: [
        {
          field: named[1],
          message: `must not stand beside ${
            named[0]
          }: at most one of ${COMPUTE_FIELDS.join(', ')}`,
        },
      ],
    };
  }
  const { httpPath, warehouseId, clusterId } = fields;
  if (httpPath !== undefined) {
    const { value, problem } = parseHttpPath(httpPath, workspaceUrl);
    return value !== undefined
      ? { compute: value }
      : { problems: [{ field: 'httpPath', message: problem }] };
  }
  if (warehouseId !== undefined) {
    const { value, problem } = parseWarehouseId(warehouseId);
    return value !== undefined
      ? { compute: warehouseCompute(value) }
      : { problems: [{ field: 'warehouseId', message: problem }] };
  }
  if (clusterId !== undefined) {
    const { value, problem } = parseClusterId(clusterId);
    return value !== undefined
      ? { compute: clusterCompute({ id: value, workspaceUrl }) }
      : { problems: [{ field: 'clusterId', message: problem }] };
  }
  return { compute: jdbcCompute };
}
