import { databricksErrors } from '@backstage-databricks/plugin-databricks-common';
import { isNetworkFailure, refusalMessage } from '../databricks';
import { DatabricksServiceError } from '../errors';
import { GrantHolder } from './Grant';
import { connectionProblem } from './connectionProblem';
import { RefreshFailure } from './refreshFailure';
import { servicePrincipalRejected } from './servicePrincipalRejected';

/** What a caller is told who gets no token. */
export function toServiceError(
  failure: RefreshFailure,
  holder: GrantHolder,
): DatabricksServiceError {
  const { code, reasonCode, retryInMs, paused } = failure;
  return new DatabricksServiceError(code, {
    ...(code === 'service_principal_rejected'
      ? { message: servicePrincipalRejected(holder.owner, reasonCode) }
      : {}),
    ...(holder.kind === 'user' && code === 'reconnect_required'
      ? endOf(reasonCode ?? code, holder.appConnection.name)
      : {}),
    ...(code === 'databricks_refused'
      ? { message: refusalMessage(reasonCode) }
      : {}),
    ...(databricksErrors[code].status === 503 && retryInMs !== undefined
      ? { retryAfterSeconds: Math.max(1, Math.ceil(retryInMs / 1000)) }
      : {}),
    ...(paused ? { detail: 'paused' } : {}),
    ...(code === 'databricks_unavailable' && isNetworkFailure(reasonCode)
      ? { network: reasonCode }
      : {}),
  });
}

function endOf(code: string, appConnection: string): { message: string } {
  return { message: connectionProblem(code, { appConnection }).message };
}
