import express, { Request, RequestHandler } from 'express';
import { DatabricksServiceError } from '../errors';

/** Our largest body is a fabric; anything above this is none of ours. */
const MAX_BODY_BYTES = 16 * 1024;

const parseJson = express.json({
  limit: MAX_BODY_BYTES,
  type: () => true,
  inflate: false,
});

/**
 * Reads a JSON body. The parser's own errors carry the body, so they are replaced.
 */
export function jsonBody(): RequestHandler {
  return (request, response, next) => {
    if (!hasBody(request)) {
      next();
      return;
    }
    if (!request.is('application/json')) {
      next(
        new DatabricksServiceError('invalid_request', {
          status: 415,
          message: 'The body must be application/json.',
        }),
      );
      return;
    }
    parseJson(request, response, (error?: unknown) =>
      next(error ? toBodyError(error) : undefined),
    );
  };
}

function hasBody(request: Request): boolean {
  return (
    request.headers['transfer-encoding'] !== undefined ||
    Number(request.headers['content-length'] ?? 0) > 0
  );
}

function toBodyError(error: unknown): DatabricksServiceError {
  const { type } = error as { type?: string };
  switch (type) {
    case 'entity.too.large':
      return new DatabricksServiceError('invalid_request', {
        status: 413,
        message: `The body must be at most ${MAX_BODY_BYTES} bytes.`,
      });
    case 'encoding.unsupported':
    case 'charset.unsupported':
      return new DatabricksServiceError('invalid_request', {
        status: 415,
        message: 'The body must be plain UTF-8 JSON.',
      });
    default:
      return new DatabricksServiceError('invalid_request', {
        message: 'The body is not valid JSON.',
      });
  }
}
