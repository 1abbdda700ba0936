import { DatabricksErrorCode } from '@backstage-databricks/plugin-databricks-common';
import { DatabricksCallError, isNetworkRefusal } from '../databricks';
import { Grant } from './Grant';
import { backOffMs } from './lifetimes';

/** A client that Databricks rejected is not tried again for this long, then once. The same for whom it refuses for good. */
export const REJECTED_PAUSE_MS = 60_000;

/** What Databricks says against an app connection. */
export type Verdict = 'client_rejected' | 'scopes_rejected';

/** How a failed renewal is settled in the row, and what callers are told. */
export type RefreshFailure = {
  code: DatabricksErrorCode;
  /** Kept in the row. */
  reasonCode?: string;
  retryInMs?: number;
  /** Kept until a success: what fails otherwise later, as in an outage, says nothing of the app connection. */
  verdict?: Verdict;
  /**
   * The grant is dead: tokens are erased, nothing is tried again. Or: the service principal is rejected, or is not any
   * more, since something else stands in its way.
   */
  status?: 'reconnect_required' | 'rejected' | 'connected';
  /** The refresh token may have been spent without us having its successor. */
  answerLost?: boolean;
  /** Nobody gets anything from this workspace: others need not try now. */
  unreachable?: boolean;
  /** Databricks was not asked: this is what it answered lately. */
  paused?: boolean;
};

/**
 * What becomes of a grant after a failure. Only an answer that says that the refresh token is dead ends a connection;
 * an outage of any length never does.
 *
 * @param grant - `answerLost`: an earlier call may have spent the refresh token
 */
export function refreshFailure(
  error: unknown,
  grant: {
    kind: 'user' | 'servicePrincipal';
    failures: number;
    answerLost: boolean;
  },
  random: () => number,
): RefreshFailure {
  const isUser = grant.kind === 'user';
  const failure: RefreshFailure = {
    code: 'databricks_unavailable',
    retryInMs: backOffMs(grant.failures + 1, random),
    answerLost: isUser && (grant.answerLost || losesAnswer(error)),
  };
  if (!(error instanceof DatabricksCallError)) {
    return { ...failure, code: 'unavailable' };
  }
  switch (error.kind) {
    case 'refresh_token_invalid':
      return isUser
        ? {
            code: 'reconnect_required',
            status: 'reconnect_required',
            reasonCode: grant.answerLost ? 'answer_lost' : 'reconnect_required',
          }
        : failure;
    case 'client_rejected':
      return isUser
        ? {
            ...failure,
            code: 'app_connection_rejected',
            reasonCode: 'app_connection_rejected',
            verdict: 'client_rejected',
            retryInMs: REJECTED_PAUSE_MS,
          }
        : rejected('client_rejected');
    case 'scopes_rejected':
    case 'access_denied':
      return isUser
        ? {
            ...failure,
            reasonCode: 'scopes_rejected',
            verdict: 'scopes_rejected',
          }
        : rejected('scopes_rejected');
    case 'refused':
      return {
        ...failure,
        code: 'databricks_refused',
        reasonCode: error.refusal ?? 'databricks_refused',
        retryInMs: REJECTED_PAUSE_MS,
        // A network that is not let in is not let in for anybody
        unreachable: isNetworkRefusal(error.refusal),
      };
    case 'throttled':
      return {
        ...failure,
        code: 'throttled',
        reasonCode: 'throttled',
        retryInMs: atLeast(failure.retryInMs, error.retryAfterSeconds),
      };
    case 'not_sent':
    case 'unavailable':
    case 'outcome_unknown':
      return {
        ...failure,
        // How the network failed, where it did
        reasonCode: error.network,
        retryInMs: atLeast(failure.retryInMs, error.retryAfterSeconds),
        unreachable: true,
      };
    case 'unclear':
      return { ...failure, reasonCode: 'unclear' };
    case 'authorization_invalid':
    case 'nonsense':
    case 'token_rejected':
    case 'forbidden':
    case 'not_found':
      return failure;
    default:
      throw new Error(`Unknown failure: ${error.kind satisfies never}`);
  }
}

/**
 * What is kept of a failure. A service principal that was rejected stays so, with the reason, through all that tells
 * nothing of it, such as an outage.
 *
 * @param grant - as it was before
 */
export function keptFailure(
  failure: RefreshFailure,
  grant: Pick<Grant, 'status' | 'reasonCode'>,
): RefreshFailure {
  if (grant.status !== 'rejected' || failure.status) {
    return failure;
  }
  return failure.code === 'databricks_refused'
    ? { ...failure, status: 'connected' }
    : { ...failure, reasonCode: grant.reasonCode };
}

/** Also a good answer that cannot be read: what it granted is lost. */
function losesAnswer(error: unknown): boolean {
  return (
    error instanceof DatabricksCallError &&
    (error.kind === 'outcome_unknown' ||
      (error.kind === 'nonsense' && (error.status ?? 200) < 300))
  );
}

function rejected(reasonCode: string): RefreshFailure {
  return {
    code: 'service_principal_rejected',
    status: 'rejected',
    reasonCode,
    retryInMs: REJECTED_PAUSE_MS,
  };
}

function atLeast(backOff = 0, retryAfterSeconds = 0): number {
  return Math.max(backOff, retryAfterSeconds * 1000);
}
