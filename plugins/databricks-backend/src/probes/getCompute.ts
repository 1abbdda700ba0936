import { Compute } from '@backstage-databricks/plugin-databricks-common';
import { Caller, WorkspaceClient } from '../databricks';

/** A warehouse or a cluster, as the caller sees it. Starts nothing. */
export function getCompute(
  databricks: WorkspaceClient,
  { kind, id }: Compute,
  caller: Caller,
) {
  return kind === 'warehouse'
    ? databricks.getWarehouse({ ...caller, id })
    : databricks.getCluster({ ...caller, id });
}
