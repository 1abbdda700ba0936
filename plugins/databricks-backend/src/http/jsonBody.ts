import express, { Request, RequestHandler } from 'express';
import { DatabricksServiceError } from '../errors';

/** The largest body that we take is a fabric, and it is far smaller. */
const MAX_BODY_BYTES = 16 * 1024;

const parseJson = express.json({
  limit: MAX_BODY_BYTES,
  type: () => true,
  inflate: false,
  // The parser itself reads every charset that begins with UTF: in UTF-7 another text than others read in it
  verify(_request, _response, _body, charset) {
    if (charset !== 'utf-8') {
      throw Object.assign(new Error(), { type: 'charset.unsupported' });
    }
  },
});

/** Reads a JSON body. The parser's own errors contain the body, so they are replaced. */
export const jsonBody: RequestHandler = (request, response, next) => {
  if (!hasBody(request)) {
    next();
    return;
  }
  if (!request.is('application/json')) {
    throw refusal(415, 'The body must be application/json.');
  }
  parseJson(request, response, (error?: unknown) =>
    next(error ? toBodyError(error) : undefined),
  );
};

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
      return refusal(413, `The body must be at most ${MAX_BODY_BYTES} bytes.`);
    case 'encoding.unsupported':
    case 'charset.unsupported':
      return refusal(415, 'The body must be plain UTF-8 JSON.');
    default:
      return refusal(400, 'The body is not valid JSON.');
  }
}

function refusal(status: number, message: string): DatabricksServiceError {
  return new DatabricksServiceError('invalid_request', { status, message });
}
