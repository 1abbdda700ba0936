import { RequestHandler } from 'express';

/** Our own paths are shorter than this, and a foreign one makes no long line in a log. */
const MAX_PATH_LENGTH = 512;

/**
 * Removes the query and the referrer from a request, because the access log prints both when the answer is sent, and
 * the query of a callback carries code and state. Cuts long paths, which it prints too. It runs for all routes, so that
 * no odd spelling of the callback's path escapes it.
 */
export const redactRequest: RequestHandler = (request, _response, next) => {
  const [path] = request.originalUrl.split('?');
  request.originalUrl = path.slice(0, MAX_PATH_LENGTH);
  delete request.headers.referer;
  delete request.headers.referrer;
  next();
};
