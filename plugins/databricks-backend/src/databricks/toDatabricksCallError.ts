import { AuthorizationResponseError } from 'openid-client';
import {
  DatabricksCallError,
  DatabricksCallErrorKind,
} from './DatabricksCallError';
import {
  cut,
  ErrorBody,
  networkRefusalOf,
  readErrorBody,
  refusalOf,
} from './errorBody';
import { Answer } from './guardedFetch';
import { retryAfterSeconds } from './retryAfterSeconds';

/** What was being done, and how far it got. */
export type CallContext = {
  operation: 'exchange' | 'refresh' | 'clientCredentials';
  /** What the token endpoint answered, if it did. */
  answer?: Answer;
  nowMs: number;
};

/**
 * Maps what a token call threw to our own error, without its cause: openid-client's errors quote whatever the
 * server sent. The answer decides rather than the class of the error, since openid-client does not read the body
 * of a 401 with `WWW-Authenticate`, of other dialects than OAuth's, nor of a 5xx.
 */
export function toDatabricksCallError(
  thrown: unknown,
  context: CallContext,
): DatabricksCallError {
  const { answer, operation, nowMs } = context;
  if (thrown instanceof DatabricksCallError) {
    return thrown;
  }
  if (thrown instanceof AuthorizationResponseError) {
    return new DatabricksCallError(
      kindOfRedirect({
        error: cut(thrown.error),
        description: cut(thrown.error_description ?? ''),
      }),
    );
  }
  if (!answer) {
    // openid-client refused to send anything: because of the callback, or of what we gave it.
    return new DatabricksCallError(
      operation === 'exchange' ? 'authorization_invalid' : 'not_sent',
    );
  }
  const body = readErrorBody(answer.body);
  const kind = kindOfAnswer(answer, body, operation);
  return new DatabricksCallError(kind, {
    status: answer.status,
    retryAfterSeconds: retryAfterSeconds(answer.headers, nowMs),
    refusal:
      kind === 'refused' ? refusalOf(answer, body.description) : undefined,
  });
}

function kindOfRedirect({
  error,
  description,
}: Omit<ErrorBody, 'isOAuth'>): DatabricksCallErrorKind {
  if (error === 'invalid_scope' || isNotAssigned(description)) {
    return 'scopes_rejected';
  }
  switch (error) {
    case 'access_denied':
      return 'access_denied';
    case 'unauthorized_client':
    case 'invalid_client':
      return 'client_rejected';
    case 'server_error':
    case 'temporarily_unavailable':
      return 'unavailable';
    default:
      return 'authorization_invalid';
  }
}

function kindOfAnswer(
  answer: Answer,
  body: ErrorBody,
  operation: CallContext['operation'],
): DatabricksCallErrorKind {
  const { headers, status } = answer;
  if (status === 429) {
    return 'throttled';
  }
  if (status >= 500 || status === 408 || status === 425) {
    return 'unavailable';
  }
  // A workspace behind private link redirects whom it does not let in to its login page
  if (status >= 300 && networkRefusalOf(answer, body.description)) {
    return 'refused';
  }
  if (status < 400) {
    return 'nonsense';
  }
  const kind = kindOfError(body, operation);
  // A policy of Databricks that forbids it to this portal; in a browser it is the person whom it forbids something
  const isForbidden =
    kind === 'access_denied' && status === 403 && operation !== 'exchange';
  if (kind && !isForbidden) {
    return kind;
  }
  if (!body.isOAuth && status === 401 && headers.has('www-authenticate')) {
    return 'client_rejected';
  }
  if (!body.isOAuth && status === 404) {
    return 'nonsense';
  }
  return !body.isOAuth || status === 403 ? 'refused' : 'unclear';
}

/** What is said by the words of an error, whatever its status; undefined where they say nothing that we know. */
function kindOfError(
  { error, description }: ErrorBody,
  operation: CallContext['operation'],
): DatabricksCallErrorKind | undefined {
  if (
    error === 'temporarily_unavailable' ||
    /throttled|too many requests/i.test(description)
  ) {
    return 'throttled';
  }
  // Databricks says `invalid_request` where RFC 6749 says `invalid_grant`, with 400 or 401.
  if (
    operation === 'refresh' &&
    (error === 'invalid_grant' || /refresh token is invalid/i.test(description))
  ) {
    return 'refresh_token_invalid';
  }
  if (error === 'invalid_scope' || isNotAssigned(description)) {
    return 'scopes_rejected';
  }
  if (error === 'access_denied') {
    return 'access_denied';
  }
  if (
    error === 'invalid_client' ||
    error === 'unauthorized_client' ||
    (/oauth application\b/i.test(description) &&
      /not available/i.test(description))
  ) {
    return 'client_rejected';
  }
  return operation === 'exchange' &&
    (error === 'invalid_grant' || error === 'invalid_request')
    ? 'authorization_invalid'
    : undefined;
}

/** Two looks instead of one pattern with a gap, whose time would grow with the square of the text. */
function isNotAssigned(description: string): boolean {
  return /\bscopes?\b/i.test(description) && /not assigned/i.test(description);
}
