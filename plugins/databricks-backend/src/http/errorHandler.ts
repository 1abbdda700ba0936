import { LoggerService } from '@backstage/backend-plugin-api';
import { ErrorRequestHandler, RequestHandler } from 'express';
import { DatabricksServiceError } from '../errors';

/**
 * The end of our router. It stands in for Backstage's own error middleware, which repeats the request's URL and
 * whatever fields an error carries: the body of malformed JSON, SQL statements, statuses of other servers.
 */
export function createErrorHandler(logger: LoggerService): ErrorRequestHandler {
  return (error: unknown, _request, response, next) => {
    const answer = toServiceError(error);
    if (!answer || answer.code === 'unavailable') {
      const reason = answer?.detail ?? answer?.message ?? nameOf(error);
      logger.error(`A request failed: ${reason}`);
    }
    if (response.headersSent) {
      next(new Error('The answer was cut'));
      return;
    }
    const refusal = answer ?? new DatabricksServiceError('unavailable');
    const { status, code, message, retryAfterSeconds } = refusal;
    // Backstage's name for this status, which its clients know
    const name = status === 401 ? 'AuthenticationError' : refusal.name;
    if (retryAfterSeconds !== undefined) {
      response.setHeader('Retry-After', String(retryAfterSeconds));
    }
    response.status(status).json({
      error: { name, message, code, retryAfterSeconds },
      response: { statusCode: status },
    });
  };
}

/**
 * Answers for paths that do not exist, because Backstage's own answer repeats the path. Paths that begin with a dot
 * belong to Backstage.
 */
export const notFound: RequestHandler = (request, _response, next) => {
  if (request.path.startsWith('/.')) {
    next();
    return;
  }
  throw new DatabricksServiceError('not_found', {
    message: 'There is no such route.',
  });
};

function toServiceError(error: unknown): DatabricksServiceError | undefined {
  if (error instanceof DatabricksServiceError) {
    return error;
  }
  switch (nameOf(error)) {
    case 'AuthenticationError':
      return new DatabricksServiceError('not_allowed', {
        status: 401,
        message: 'Sign in to the portal first.',
      });
    case 'NotAllowedError':
      return new DatabricksServiceError('not_allowed');
    case 'URIError':
      return new DatabricksServiceError('invalid_request', {
        message: 'The path is not encoded correctly.',
      });
    default:
      return undefined;
  }
}

function nameOf(error: unknown): string {
  return error instanceof Error ? error.name : typeof error;
}
