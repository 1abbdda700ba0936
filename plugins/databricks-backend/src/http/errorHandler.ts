import { LoggerService } from '@backstage/backend-plugin-api';
import { ErrorRequestHandler, RequestHandler } from 'express';
import { DatabricksServiceError } from '../errors';

/**
 * The end of our router. Backstage's own error middleware repeats the request's URL, and whatever fields an error
 * carries: the body of malformed JSON, statements, upstream statuses.
 */
export function createErrorHandler(logger: LoggerService): ErrorRequestHandler {
  return (error: unknown, _request, response, next) => {
    const answer = toServiceError(error);
    if (!answer || answer.code === 'unavailable') {
      logger.error(
        `A request failed: ${
          answer?.detail ?? answer?.message ?? nameOf(error)
        }`,
      );
    }
    if (response.headersSent) {
      next(new Error('The answer was cut'));
      return;
    }
    const { status, code, name, message, retryAfterSeconds } =
      answer ?? new DatabricksServiceError('unavailable');
    if (retryAfterSeconds !== undefined) {
      response.setHeader('Retry-After', String(retryAfterSeconds));
    }
    response.setHeader('Cache-Control', 'no-store');
    response.status(status).json({
      error: {
        name: nameFor(status, name),
        message,
        code,
        ...(retryAfterSeconds === undefined ? {} : { retryAfterSeconds }),
      },
      response: { statusCode: status },
    });
  };
}

/** Ours too: Backstage's own not-found answer repeats the path. What begins with a dot is Backstage's. */
export function notFound(): RequestHandler {
  return (request, _response, next) => {
    if (request.path.startsWith('/.')) {
      next();
      return;
    }
    throw new DatabricksServiceError('not_found', {
      message: 'There is no such route.',
    });
  };
}

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

/** Backstage's name for a status, which its clients know. */
function nameFor(status: number, name: string): string {
  return status === 401 ? 'AuthenticationError' : name;
}
