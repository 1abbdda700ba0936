import { Request, Response } from 'express';
import { z } from 'zod/v4';
import { CallerKinds, RateLimiter } from '../access';
import { defineRoute, PAGE, Route } from '../http';
import { AuditTrail, ChangeSignals, DatabricksMetrics } from '../portal';
import { LiveSettings } from '../settings';
import { callbackPage } from './callbackPage';
import { RedirectPath } from './SignIn';
import { CallbackResult, SignIns } from './SignIns';

/** A navigation has one of these; images, frames and scripts do not. Older browsers send none. */
const NAVIGATION = new Set([undefined, 'document', '']);

/** The longest query that Databricks sends is below 2 KiB. */
const MAX_QUERY_LENGTH = 16 * 1024;

/**
 * The callback of a sign-in: no credentials, always a page, 200 when connected, never a redirect.
 */
export function callbackRoute(options: {
  id: string;
  summary: string;
  path: string;
  redirectPath: RedirectPath;
  callers: CallerKinds;
  signIns: SignIns;
  settings: LiveSettings;
  /** Of failing callbacks, by address. */
  limiter: RateLimiter;
  audit: AuditTrail;
  changeSignals: ChangeSignals;
  metrics: DatabricksMetrics;
}): Route {
  const { id, summary, path, redirectPath, callers, settings } = options;
  const { signIns, limiter, audit, changeSignals, metrics } = options;
  return defineRoute({
    method: 'GET',
    path,
    id,
    summary,
    caller: callers.anybody,
    // Databricks may add to it; what we need of it is read from the URL itself
    query: z.looseObject({}),
    answers: { 200: PAGE, 400: PAGE, 429: PAGE },
    async handle({ request, response }) {
      const address = request.ip ?? '';
      const retryAfterSeconds = limiter.retryAfterSeconds(address);
      if (retryAfterSeconds !== undefined) {
        response.setHeader('Retry-After', String(retryAfterSeconds));
        send(response, 429, notTaken('limited'));
        return;
      }
      const result = isPlausible(request)
        ? await signIns.finish({
            path: redirectPath,
            parameters: new URLSearchParams(queryOf(request.url)),
            cookieHeader: request.headers.cookie,
          })
        : notTaken('malformed');
      if (result.refused) {
        limiter.count(address);
      } else {
        metrics.signInEnded(result.end.status);
        changeSignals.connectionsOf(
          result.userEntityRef ? [result.userEntityRef] : [],
        );
      }
      await auditCallback(audit, result);
      if (result.clearCookie) {
        response.setHeader('Set-Cookie', result.clearCookie);
      }
      send(response, result.end.status === 'succeeded' ? 200 : 400, result);
    },
  });

  function send(response: Response, status: number, result: CallbackResult) {
    const page = callbackPage(result, settings.current().config.appBaseUrl);
    response.status(status).set(page.headers).send(page.html);
  }
}

function isPlausible(request: Request): boolean {
  const destination = request.headers['sec-fetch-dest'];
  return (
    request.url.length <= MAX_QUERY_LENGTH &&
    NAVIGATION.has(Array.isArray(destination) ? destination[0] : destination)
  );
}

function queryOf(url: string): string {
  const start = url.indexOf('?');
  return start < 0 ? '' : url.slice(start + 1);
}

function notTaken(refused: 'malformed' | 'limited'): CallbackResult {
  return {
    refused,
    end: { status: 'failed', error: 'authorization_failed' },
  };
}

/** Without the request, which would record the code. */
async function auditCallback(
  audit: AuditTrail,
  result: CallbackResult,
): Promise<void> {
  const { end, refused } = result;
  if (refused === 'malformed' || refused === 'limited') {
    return;
  }
  const isForeign = refused === 'other_browser' || refused === 'replayed';
  await audit.note('sign-in-finish', {
    severityLevel: isForeign ? 'high' : 'medium',
    meta: {
      user: result.userEntityRef,
      fabric: result.fabric,
      signIn: result.signInId,
      databricksUser: result.databricksUserName,
      replacedDatabricksUser: result.replacedUserName,
      status: refused ?? end.status,
    },
    failure: refused ?? (end.status === 'succeeded' ? undefined : end.error),
  });
}
