import { Grant } from './Grant';
import { isRefusedReason } from './refusedReason';

/** A failure that nobody has followed up for longer than this says nothing about now. */
const TELLING_MS = 10 * 60_000;

/** Codes of failures that Databricks answered with: it was there. */
const ANSWERED = new Set([
  'throttled',
  'app_connection_rejected',
  'scopes_rejected',
  'unclear',
]);

/** Whether Databricks could not be reached when a grant was last renewed, a short while ago. */
export function isUnreachable(grant: Grant): boolean {
  return (
    grant.failures > 0 &&
    grant.retryAtMs !== undefined &&
    grant.retryAtMs + TELLING_MS > grant.nowMs &&
    !ANSWERED.has(grant.reasonCode ?? '') &&
    !isRefusedReason(grant.reasonCode)
  );
}
