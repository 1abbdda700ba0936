import { isRefusal } from '../databricks';
import { Grant } from './Grant';

/** Whether a grant's reason says that Databricks refuses its holder for good. */
export function isRefusedReason(reasonCode: string | undefined): boolean {
  return reasonCode === 'databricks_refused' || isRefusal(reasonCode);
}

/** Why Databricks refuses a grant for good, as its last renewal found; undefined where it does not. */
export function refusalOfGrant(grant: Grant): string | undefined {
  return grant.failures > 0 && isRefusedReason(grant.reasonCode)
    ? grant.reasonCode
    : undefined;
}
