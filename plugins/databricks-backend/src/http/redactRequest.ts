import { RequestHandler } from 'express';

/**
 * Removes the query and the referrer from a request, because the access log prints both when the answer is sent, and
 * the query of a callback carries code and state. It runs for all routes, so that no odd spelling of the callback's
 * path escapes it.
 */
export const redactRequest: RequestHandler = (request, _response, next) => {
  request.originalUrl = request.originalUrl.split('?')[0];
  delete request.headers.referer;
  delete request.headers.referrer;
  next();
};
