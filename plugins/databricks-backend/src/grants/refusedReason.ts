import { Problem } from '@backstage-databricks/plugin-databricks-common';
import { isRefusal, refusalMessage } from '../databricks';
import { Grant } from './Grant';

/** Whether a grant's reason says that Databricks refuses its holder for good. */
export function isRefusedReason(
  reasonCode: string | undefined,
): reasonCode is string {
  return reasonCode === 'databricks_refused' || isRefusal(reasonCode);
}

/** Why Databricks refuses a grant for good, as its last renewal found; undefined where it does not. */
export function refusalOfGrant(grant: Grant): string | undefined {
  return grant.failures > 0 && isRefusedReason(grant.reasonCode)
    ? grant.reasonCode
    : undefined;
}

/** How that is told of a connection or a fabric. */
export function refusalProblem(reason: string): Problem {
  return {
    code: 'databricks_refused',
    message: refusalMessage(reason),
    values: { reason },
  };
}
