import { z } from 'zod/v4';
import {
  type DatabricksClientErrorCode,
  DatabricksError,
} from './DatabricksError';
import { errorBodySchema } from './errorBody';
import { databricksErrors, type DatabricksErrorCode } from './errorCodes';

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
  403: { code: 'not_allowed', message: databricksErrors.not_allowed.message },
  404: {
    code: 'not_found',
    message:
      'The portal does not know this address. Is the Databricks backend plugin installed?',
  },
  429: {
    code: 'too_many_requests',
    message: databricksErrors.too_many_requests.message,
  },
  503: {
    code: 'unavailable',
    message: 'The portal is starting or stopping. Try again in a moment.',
  },
};

// Asks no more of a body than is used: what else may be wrong with it must not hide its code.
const answerSchema = z.object({
  error: z.object({
    code: errorBodySchema.shape.error.shape.code,
    message: z.string().catch(''),
    retryAfterSeconds: z.number().min(0).optional().catch(undefined),
  }),
});

function secondsOf(header: string | null): number | undefined {
  const seconds = Number.parseInt(header ?? '', 10);
  return seconds >= 0 ? seconds : undefined;
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
  const { status, headers } = response;
  const body: unknown = await response.json().catch(() => undefined);
  const { data } = answerSchema.safeParse(body);
  const retryAfterSeconds =
    data?.error.retryAfterSeconds ?? secondsOf(headers.get('retry-after'));
  if (data) {
    const { code } = data.error;
    const message = data.error.message || databricksErrors[code].message;
    return new DatabricksError({ code, message, status, retryAfterSeconds });
  }
  const fallback = fallbacks[status] ?? {
    code: 'unexpected_answer',
    message: `The portal answered with status ${status}. Try again, and tell an admin if it stays so.`,
  };
  return new DatabricksError({ ...fallback, status, retryAfterSeconds });
}
