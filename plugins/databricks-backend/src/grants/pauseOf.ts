import { DatabricksErrorCode } from '@backstage-databricks/plugin-databricks-common';
import { Grant } from './Grant';
import { RefreshFailure } from './refreshFailure';
import { isRefusedReason } from './refusedReason';

/** The longest that a row is ever paused; a clock that was set back must not make it longer. */
const MAX_PAUSE_MS = 5 * 60_000;

/**
 * Why a grant is not to be renewed at the moment, if so: it failed lately, here or on another replica.
 *
 * @param clientHashes - of its client; the rejection of another one says nothing
 */
export function pauseOf(
  grant: Grant,
  clientHashes: string[],
): RefreshFailure | undefined {
  const retryInMs = (grant.retryAtMs ?? 0) - grant.nowMs;
  const isOfAnotherClient =
    grant.reasonCode === 'app_connection_rejected' &&
    !clientHashes.includes(grant.rejectedClientHash ?? '');
  return retryInMs > 0 && retryInMs <= MAX_PAUSE_MS && !isOfAnotherClient
    ? {
        code: pausedCode(grant),
        reasonCode: grant.reasonCode,
        retryInMs,
        paused: true,
      }
    : undefined;
}

function pausedCode(grant: Grant): DatabricksErrorCode {
  if (grant.status === 'rejected') {
    return 'service_principal_rejected';
  }
  const { reasonCode } = grant;
  if (isRefusedReason(reasonCode)) {
    return 'databricks_refused';
  }
  return reasonCode === 'app_connection_rejected' || reasonCode === 'throttled'
    ? reasonCode
    : 'databricks_unavailable';
}
