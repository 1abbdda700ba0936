import { AuthorizationResponseError } from 'openid-client';
import {
  DatabricksCallError,
  DatabricksCallErrorKind,
} from './DatabricksCallError';
import { Answer } from './guardedFetch';
import { parseJson } from './parseJson';
import { retryAfterSeconds } from './retryAfterSeconds';

/** What was being done, and how far it got. */
export type CallContext = {
  operation: 'exchange' | 'refresh' | 'clientCredentials';
  /** What the token endpoint answered, if it did. */
  answer?: Answer;
  nowMs: number;
};

type ErrorBody = { error: string; description: string };

const NOT_ASSIGNED = /scopes?\b.*\bnot assigned/i;

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
        error: thrown.error,
        description: thrown.error_description ?? '',
      }),
    );
  }
  if (!answer) {
    // openid-client refused to send anything: because of the callback, or of what we gave it.
    return new DatabricksCallError(
      operation === 'exchange' ? 'authorization_invalid' : 'not_sent',
    );
  }
  return new DatabricksCallError(kindOfAnswer(answer, operation), {
    status: answer.status,
    retryAfterSeconds: retryAfterSeconds(answer.headers, nowMs),
  });
}

function kindOfRedirect({
  error,
  description,
}: ErrorBody): DatabricksCallErrorKind {
  if (error === 'invalid_scope' || NOT_ASSIGNED.test(description)) {
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
  operation: CallContext['operation'],
): DatabricksCallErrorKind {
  const { status } = answer;
  const body = readErrorBody(answer.body);
  if (status === 429) {
    return 'throttled';
  }
  if (status >= 500) {
    return 'unavailable';
  }
  if (status < 400) {
    return 'nonsense';
  }
  if (!body) {
    return status === 401 ? 'client_rejected' : 'nonsense';
  }
  return kindOfRefusal(body, status, operation);
}

function kindOfRefusal(
  { error, description }: ErrorBody,
  status: number,
  operation: CallContext['operation'],
): DatabricksCallErrorKind {
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
  if (error === 'invalid_scope' || NOT_ASSIGNED.test(description)) {
    return 'scopes_rejected';
  }
  if (error === 'access_denied') {
    return 'access_denied';
  }
  if (
    error === 'invalid_client' ||
    error === 'unauthorized_client' ||
    status === 401
  ) {
    return 'client_rejected';
  }
  if (
    operation === 'exchange' &&
    (error === 'invalid_grant' || error === 'invalid_request')
  ) {
    return 'authorization_invalid';
  }
  return 'unclear';
}

/** Databricks words errors as OAuth does, with `errorCode` and `errorSummary`, or with `error_code` and `message`. */
function readErrorBody(text: string): ErrorBody | undefined {
  const body = parseJson(text);
  if (typeof body !== 'object' || body === null) {
    return undefined;
  }
  const fields = new Map<string, unknown>(Object.entries(body));
  const first = (...names: string[]) =>
    String(names.map(name => fields.get(name)).find(isPlain) ?? '');
  return {
    error: first('error', 'errorCode', 'error_code'),
    description: first('error_description', 'errorSummary', 'message'),
  };
}

function isPlain(value: unknown): boolean {
  return typeof value === 'string' || typeof value === 'number';
}
