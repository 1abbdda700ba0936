import {
  Check,
  Compute,
  TestResult,
} from '@backstage-databricks/plugin-databricks-common';
import { Caller, WorkspaceClient } from '../databricks';
import { DatabricksServiceError } from '../errors';
import { check, testResult } from './check';

/**
 * Asks Databricks, without starting anything, whether a fabric can be used.
 *
 * @param getToken - the access token to ask with
 */
export async function probeFabric(
  databricks: WorkspaceClient,
  { workspaceUrl, compute }: { workspaceUrl: string; compute?: Compute },
  getToken: () => Promise<{ accessToken: string }>,
): Promise<TestResult> {
  const checks: Check[] = [];
  try {
    const { accessToken } = await getToken();
    const caller = { workspaceUrl, accessToken };
    checks.push(await checkIdentity(databricks, caller));
    if (compute && checks[0].state === 'ok') {
      checks.push(await checkCompute(databricks, caller, compute));
    }
  } catch (error) {
    if (!(error instanceof DatabricksServiceError) || error.code === 'paused') {
      throw error;
    }
    checks.push(check.failed('identity', error.message));
  }
  return testResult(checks);
}

function checkIdentity(databricks: WorkspaceClient, caller: Caller) {
  return check.asking('identity', 'failed', async () => {
    const me = await databricks.getCurrentUser(caller);
    const { userName, displayName = userName } = me;
    const details = displayName === userName ? '' : ` (${userName})`;
    return `Databricks knows you as ${displayName}${details}.`;
  });
}

function checkCompute(
  databricks: WorkspaceClient,
  caller: Caller,
  { kind, id }: Compute,
) {
  return check.asking('compute', 'failed', async () => {
    const { name, state } = await (kind === 'warehouse'
      ? databricks.getWarehouse({ ...caller, id })
      : databricks.getCluster({ ...caller, id }));
    const asleep = ['STOPPED', 'TERMINATED'].includes(state)
      ? ', which is fine: it starts when it is used'
      : '';
    return `The ${kind} ${name} exists; its state is ${state}${asleep}.`;
  });
}
