import { RequestHandler } from 'express';

/**
 * The access log prints URL and referrer when the answer is sent: from here on without the query, in which a callback
 * carries code and state. For all routes, so that no odd spelling of the callback's path escapes.
 */
export function redactRequest(): RequestHandler {
  return (request, _response, next) => {
    request.originalUrl = request.originalUrl.split('?')[0];
    delete request.headers.referer;
    delete request.headers.referrer;
    next();
  };
}
