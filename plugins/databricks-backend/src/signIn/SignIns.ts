import { LoggerService } from '@backstage/backend-plugin-api';
import {
  SignInOutcome,
  SignInRequest,
  SignInStarted,
} from '@backstage-databricks/plugin-databricks-common';
import { randomUUID } from 'node:crypto';
import { siteProblem } from '../config';
import { refusalMessage, WorkspaceClient } from '../databricks';
import { DatabricksServiceError } from '../errors';
import { PatientWrites } from '../grants';
import {
  appConnectionProblem,
  isSignInNeeded,
  workspaceTitle,
  LiveSettings,
} from '../settings';
import { waitBeforeStop } from '../waitBeforeStop';
import {
  CallbackProof,
  ConsumeAttempt,
  DatabaseSignInStore,
} from './DatabaseSignInStore';
import { DatabaseSignInEndStore } from './DatabaseSignInEndStore';
import { CallbackResult, refusedCallback } from './CallbackResult';
import { RedirectPath } from './SignIn';
import { SignInExchange } from './SignInExchange';
import { signInMessage } from './signInMessage';
import { SignInPlace } from './SignInPlace';
import { BrowserBinding, issuedAtMs } from './BrowserBinding';
import {
  bindingCookie,
  bindingCookieName,
  hashOf,
  outdatedCookies,
  randomValue,
  readCookie,
} from './binding';
import { redirectPathOf, redirectUri, usesSecureCookies } from './redirect';

/** State and code of Databricks are below 1 KiB; nothing longer is hashed or sent on. */
const MAX_PARAMETER_LENGTH = 4_096;

/** Sign-ins beyond that expire by themselves: a database in trouble is not to be asked about more of them at once. */
const MAX_LATE_ENDS = 100;

const UNAVAILABLE = { status: 'failed', error: 'unavailable' } as const;

type SignInsOptions = {
  store: DatabaseSignInStore;
  endStore: DatabaseSignInEndStore;
  exchange: SignInExchange;
  settings: LiveSettings;
  databricks: WorkspaceClient;
  logger: LoggerService;
  ends: PatientWrites;
  binding: BrowserBinding;
};

type Callback = {
  path: RedirectPath;
  parameters: URLSearchParams;
  cookieHeader?: string;
};

/** A callback that was brought by the browser which a sign-in was started in. */
export type RecognisedCallback = Omit<Callback, 'cookieHeader'> & {
  stateHash: string;
  browserHash: string;
  cookieName: string;
};

/**
 * The start is a request that only the signed-in user's own page can send. Its answer carries a cookie, and the row
 * keeps the cookie's hash. The callback is a navigation without credentials: it is accepted from the browser that
 * holds that cookie, once. So nobody can make somebody else finish a sign-in that they started, or have their own
 * code stored for somebody else (RFC 9700 4.7; draft-ietf-oauth-security-topics-update, session fixation).
 *
 * Where the code goes, with which client and verifier, is what the row says, never what the request says.
 */
export class SignIns {
  readonly #options: SignInsOptions;
  readonly #inFlight = new Set<Promise<unknown>>();

  constructor(options: SignInsOptions) {
    this.#options = options;
  }

  /**
   * @throws DatabricksServiceError `invalid_request`, `not_configured`, `paused`, `databricks_refused`, `too_many_requests`,
   * `unavailable`
   */
  async start(
    userEntityRef: string,
    { fabric, isIssuer }: SignInPlace,
    request: SignInRequest,
    cookieHeader: string | undefined,
  ): Promise<{ started: SignInStarted; cookies: string[] }> {
    const { binding, databricks, endStore, settings, store } = this.#options;
    await settings.requireUnpaused();
    const { config, appConnections } = settings.current();
    if (!isSignInNeeded(fabric)) {
      throw new DatabricksServiceError('invalid_request', {
        message: `fabric: ${fabric.title} runs as its service principal, nobody needs to sign in`,
      });
    }
    const appConnection = appConnections.get(fabric.appConnection ?? '');
    const problem = appConnectionProblem(fabric, appConnection);
    if (!appConnection || problem) {
      const code = problem?.code ?? 'not_configured';
      throw new DatabricksServiceError(code, problem);
    }
    const secure = usesSecureCookies(config);
    const unrelated = siteProblem(config);
    if (unrelated) {
      throw new DatabricksServiceError('not_configured', {
        message: `${unrelated} Ask an admin of the portal.`,
      });
    }
    const refusal = await endStore.networkRefusal(fabric.workspaceUrl);
    if (refusal) {
      // Databricks would give one more refresh token, which nobody keeps
      throw new DatabricksServiceError('databricks_refused', {
        message: `${refusalMessage(
          refusal,
        )} That is what the last sign-ins met: the next one can begin within a minute.`,
      });
    }
    const state = randomValue();
    const codeVerifier = randomValue();
    const redirectPath = isIssuer
      ? 'oauthredirect'
      : redirectPathOf(config, fabric);
    const browser = binding.make(state, redirectPath);
    const signIn = {
      id: randomUUID(),
      userEntityRef,
      redirectPath,
      redirectUri: redirectUri(config, redirectPath),
      fabric: isIssuer ? undefined : fabric.name,
      issuer: fabric.workspaceUrl,
      appConnection: appConnection.name,
      clientId: appConnection.clientId,
      scopes: [...appConnection.scopes],
      display: request.display ?? ('popup' as const),
      returnTo: request.returnTo,
    };
    const authorizationUrl = await databricks
      .buildAuthorizationUrl({
        ...signIn,
        workspaceUrl: signIn.issuer,
        state,
        codeVerifier,
      })
      .catch(() => {
        throw new DatabricksServiceError('not_configured', {
          message: `The workspace ${
            isIssuer
              ? workspaceTitle(fabric.workspaceUrl, settings.current())
              : `of ${fabric.title}`
          } is not, or no longer, among databricks.allowedHosts. Ask an admin of the portal.`,
        });
      });
    const expiresAtMs = await store.insert(signIn, {
      stateHash: hashOf(state),
      browserHash: hashOf(browser),
      codeVerifier,
    });
    return {
      started: {
        id: signIn.id,
        authorizationUrl,
        expiresAt: new Date(expiresAtMs).toISOString(),
      },
      cookies: [
        bindingCookie(bindingCookieName(state, secure), browser, secure),
        ...outdatedCookies(cookieHeader, secure, issuedAtMs).map(name =>
          bindingCookie(name, '', secure),
        ),
      ],
    };
  }

  /**
   * Gives up a sign-in: its callback does not finish it any more, also where that has come already and its code is being
   * exchanged. Databricks offers no way to revoke what it may have issued for the code; nobody keeps that.
   *
   * @returns how it stands: it may have ended before
   * @throws DatabricksServiceError `not_found`, `unavailable`
   */
  async cancel(userEntityRef: string, id: string): Promise<SignInOutcome> {
    await this.#options.store.cancel(userEntityRef, id);
    return this.outcome(userEntityRef, id);
  }

  /** @throws DatabricksServiceError `not_found`, `unavailable` */
  async outcome(userEntityRef: string, id: string): Promise<SignInOutcome> {
    const found = await this.#options.store.find(userEntityRef, id);
    if (!found) {
      throw new DatabricksServiceError('not_found');
    }
    const { status, errorCode: code, reason } = found;
    return {
      id,
      status,
      error: code && {
        code,
        message: signInMessage(code, reason),
        values: reason === undefined ? undefined : { reason },
      },
    };
  }

  /**
   * Whether a callback comes from the browser which a sign-in was started in, lately. The database is not asked, so that
   * callbacks which nobody has started cost hardly anything.
   */
  recognise({
    path,
    parameters,
    cookieHeader,
  }: Callback): RecognisedCallback | 'malformed' | 'other_browser' {
    const { binding, settings } = this.#options;
    const state = parameters.get('state');
    if (!state || !hasPlausibleParameters(parameters)) {
      return 'malformed';
    }
    const { backendBaseUrl } = settings.current().config;
    const secure = new URL(backendBaseUrl).protocol === 'https:';
    const cookieName = bindingCookieName(state, secure);
    const browser = readCookie(cookieHeader, cookieName);
    return browser !== undefined && binding.isGood(browser, state, path)
      ? {
          path,
          parameters,
          stateHash: hashOf(state),
          browserHash: hashOf(browser),
          cookieName,
        }
      : 'other_browser';
  }

  /** Never throws, because the answer is always a page. */
  finish(callback: RecognisedCallback): Promise<CallbackResult> {
    const work = this.#finish(callback).catch((error): CallbackResult => {
      if (!(error instanceof DatabricksServiceError)) {
        this.#options.logger.error(
          `A sign-in failed: ${(error as Error).name}`,
        );
      }
      return { end: UNAVAILABLE };
    });
    this.#inFlight.add(work);
    return work.finally(() => this.#inFlight.delete(work));
  }

  /** Waits for the callbacks in flight, but not for ever, so that a code that was spent ends as a stored connection. */
  async settled(): Promise<void> {
    await waitBeforeStop(
      Promise.allSettled(this.#inFlight).then(() =>
        this.#options.ends.settled(),
      ),
    );
  }

  async #finish({
    path: redirectPath,
    parameters,
    stateHash,
    browserHash,
    cookieName,
  }: RecognisedCallback): Promise<CallbackResult> {
    const { store, exchange } = this.#options;
    const proof = { stateHash, browserHash, redirectPath };
    const attempt: ConsumeAttempt = {};
    const consumed = await store.consume(proof, attempt).catch(error => {
      this.#endLater(proof, attempt);
      throw error;
    });
    if ('refused' in consumed) {
      const { refused, signIn: audited } = consumed;
      return { ...refusedCallback(refused), audited };
    }
    const result = await exchange.run(consumed, parameters);
    const isSecure = cookieName.startsWith('__Host-');
    const clearCookie = bindingCookie(cookieName, '', isSecure);
    return { ...result, signIn: consumed, audited: consumed, clearCookie };
  }

  /** The page says that it failed. What watches the sign-in is told so as soon as the database is back. */
  #endLater(proof: CallbackProof, attempt: ConsumeAttempt): void {
    const { ends, store } = this.#options;
    if (ends.size < MAX_LATE_ENDS) {
      ends
        .write(() => store.endUnconsumed(proof, attempt, UNAVAILABLE))
        .catch(() => {});
    }
  }
}

/** No name is there twice, so that nobody can read two states or two codes out of one callback. */
function hasPlausibleParameters(parameters: URLSearchParams): boolean {
  const entries = [...parameters];
  return (
    entries.length <= 20 &&
    entries.every(([, value]) => value.length <= MAX_PARAMETER_LENGTH) &&
    new Set(entries.map(([name]) => name)).size === entries.length &&
    (parameters.has('code') || parameters.has('error'))
  );
}
