import { ComputeState } from '@backstage-databricks/plugin-databricks-common';

/** The states of warehouses and of clusters, as Databricks names them. */
const STATES = new Map<string, ComputeState['state']>([
  ['RUNNING', 'running'],
  ['RESIZING', 'running'],
  ['PENDING', 'starting'],
  ['RESTARTING', 'starting'],
  ['STARTING', 'starting'],
  ['STOPPING', 'stopping'],
  ['TERMINATING', 'stopping'],
  ['STOPPED', 'stopped'],
  ['TERMINATED', 'stopped'],
  ['DELETED', 'unusable'],
  ['DELETING', 'unusable'],
  ['ERROR', 'unusable'],
]);

/** What a state of Databricks means for who wants to work there. */
export function liveState(state: string): ComputeState['state'] {
  return STATES.get(state) ?? 'unknown';
}
