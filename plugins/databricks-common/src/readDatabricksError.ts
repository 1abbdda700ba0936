import { databricksErrors, DatabricksErrorCode } from './errorCodes';
import { DatabricksClientErrorCode, DatabricksError } from './DatabricksError';

type Fallback = {
  code: DatabricksErrorCode | DatabricksClientErrorCode;
  message: string;
};

// What Backstage answers before a request reaches our routes has its own body and carries no code of ours.
const fallbacks: Partial<Record<number, Fallback>> = {
  401: {
    code: 'not_authenticated',
    message: 'You are not signed in to the portal any more. Sign in again.',
  },
  403: { code: 'not_allowed', message: databricksErrors.not_allowed.user },
  404: {
    code: 'not_found',
    message:
      'The portal does not know this address. Is the Databricks backend plugin installed?',
  },
  429: {
    code: 'too_many_requests',
    message: databricksErrors.too_many_requests.user,
  },
  503: {
    code: 'unavailable',
    message: 'The portal is starting or stopping. Try again in a moment.',
  },
};

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}

function isDatabricksErrorCode(value: unknown): value is DatabricksErrorCode {
  return typeof value === 'string' && Object.hasOwn(databricksErrors, value);
}

function readSeconds(value: unknown): number | undefined {
  const seconds =
    typeof value === 'string' ? Number.parseInt(value, 10) : value;
  return typeof seconds === 'number' && Number.isFinite(seconds) && seconds >= 0
    ? seconds
    : undefined;
}

/**
 * Turns an answer that is not 2xx into a {@link DatabricksError}: from the body of our routes where it is one, else
 * from the status.
 *
 * @public
 */
export async function readDatabricksError(
  response: Response,
): Promise<DatabricksError> {
  const body: unknown = await response.json().catch(() => undefined);
  const error = isRecord(body) && isRecord(body.error) ? body.error : {};
  const retryAfterSeconds =
    readSeconds(error.retryAfterSeconds) ??
    readSeconds(response.headers.get('retry-after') ?? undefined);

  if (isDatabricksErrorCode(error.code)) {
    return new DatabricksError({
      code: error.code,
      message:
        typeof error.message === 'string' && error.message
          ? error.message
          : databricksErrors[error.code].user,
      status: response.status,
      retryAfterSeconds,
    });
  }
  const fallback = fallbacks[response.status] ?? {
    code: 'unexpected_answer',
    message: `The portal answered with status ${response.status}. Try again, and tell an admin if it stays so.`,
  };
  return new DatabricksError({
    ...fallback,
    status: response.status,
    retryAfterSeconds,
  });
}
