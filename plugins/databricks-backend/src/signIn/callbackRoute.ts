import { Request, Response } from 'express';
import { z } from 'zod/v4';
import { addressKey, CallerKinds, RateLimiter } from '../access';
import { defineRoute, PAGE, queryOf, Route } from '../http';
import { AuditTrail, PortalRoom } from '../portal';
import { issuerOf, LiveSettings } from '../settings';
import { callbackPage } from './callbackPage';
import { AuditedSignIn, RedirectPath } from './SignIn';
import { CallbackResult, refusedCallback } from './CallbackResult';
import { SignIns } from './SignIns';

/** `Sec-Fetch-Dest` of a navigation; images, frames and scripts have others. Older browsers send none. */
const NAVIGATION = new Set([undefined, 'document', '']);

/** The longest query that Databricks sends is below 2 KiB. */
const MAX_QUERY_LENGTH = 16 * 1024;

/** Limits for a minute, at one replica. */
export type CallbackLimits = {
  /** Of callbacks that no sign-in of their browser belongs to, by address. */
  foreignByAddress: RateLimiter;
  /** Of their audit events. */
  auditByAddress: RateLimiter;
  /** Of all others, whatever address they come from. */
  byState: RateLimiter;
};

/** The callback of a sign-in. It takes no credentials and always answers with a page, never with a redirect. */
export function callbackRoute(options: {
  id: string;
  summary: string;
  path: string;
  redirectPath: RedirectPath;
  callers: CallerKinds;
  signIns: SignIns;
  settings: LiveSettings;
  limits: CallbackLimits;
  portal: Pick<PortalRoom, 'audit' | 'changeSignals' | 'metrics'>;
}): Route {
  const { id, summary, path, redirectPath } = options;
  const { callers, signIns, settings, limits, portal } = options;
  return defineRoute({
    method: 'GET',
    path,
    id,
    summary,
    caller: callers.anybody,
    // Databricks may add parameters; those that we need are read from the URL itself
    query: z.looseObject({}),
    answers: { 200: PAGE, 400: PAGE, 429: PAGE },
    async handle({ request, response }) {
      const recognised = isPlausible(request)
        ? signIns.recognise({
            path: redirectPath,
            parameters: queryOf(request),
            cookieHeader: request.headers.cookie,
          })
        : 'malformed';
      const isForeign = typeof recognised === 'string';
      const address = addressKey(request.ip);
      const retryAfterSeconds = isForeign
        ? limits.foreignByAddress.take(address)
        : limits.byState.take(recognised.stateHash);
      if (retryAfterSeconds !== undefined) {
        response.setHeader('Retry-After', String(retryAfterSeconds));
        send(response, 429, refusedCallback('limited'));
        return;
      }
      if (isForeign) {
        if (
          recognised === 'other_browser' &&
          limits.auditByAddress.take(address) === undefined
        ) {
          await auditForeign(portal.audit, request.ip);
        }
        send(response, 400, refusedCallback(recognised));
        return;
      }
      const result = await signIns.finish(recognised);
      if (!result.refused) {
        portal.metrics.signInEnded(result.end.status);
        const user = result.audited?.userEntityRef;
        portal.changeSignals.connectionsOf(user ? [user] : []);
      }
      await auditCallback(portal.audit, result);
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

/** Records the end of a sign-in, without the request, which would record the code. */
async function auditCallback(
  audit: AuditTrail,
  result: CallbackResult,
): Promise<void> {
  const { audited, end, refused } = result;
  await audit.note('sign-in-finish', {
    severityLevel: refused === 'replayed' ? 'high' : 'medium',
    meta: {
      user: audited?.userEntityRef,
      ...(audited && placeOf(audited)),
      signIn: audited?.id,
      databricksUser: result.databricksUserName,
      replacedDatabricksUser: result.replacedUserName,
      status: refused ?? end.status,
    },
    failure: refused ?? failureOf(end),
  });
}

function failureOf(end: CallbackResult['end']): string | undefined {
  if (end.status === 'succeeded') {
    return undefined;
  }
  return end.status === 'expired' ? end.status : end.error;
}

/** As the start of the sign-in was told: by its fabric, or by its issuer where it was for none. */
function placeOf({ fabric, issuer, appConnection }: AuditedSignIn) {
  return fabric === undefined
    ? { issuer: issuerOf(issuer, appConnection).id }
    : { fabric };
}

/** Records a callback in a browser that no sign-in was started in, or that somebody has made up. */
async function auditForeign(
  audit: AuditTrail,
  address: string | undefined,
): Promise<void> {
  await audit.note('sign-in-finish', {
    severityLevel: 'high',
    meta: { address, status: 'other_browser' },
    failure: 'other_browser',
  });
}
