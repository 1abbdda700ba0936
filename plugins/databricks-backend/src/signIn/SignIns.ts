import { LoggerService } from '@backstage/backend-plugin-api';
import {
  SignInErrorCode,
  signInErrors,
  SignInOutcome,
  SignInRequest,
  SignInStarted,
} from '@backstage-databricks/plugin-databricks-common';
import { randomUUID } from 'node:crypto';
import { siteProblem } from '../config';
import { WorkspaceClient } from '../databricks';
import { DatabricksServiceError } from '../errors';
import {
  appConnectionProblem,
  isSignInNeeded,
  ResolvedFabric,
  LiveSettings,
} from '../settings';
import { waitBeforeStop } from '../waitBeforeStop';
import { DatabaseSignInStore } from './DatabaseSignInStore';
import { RedirectPath, RefusalReason, SignInEnd } from './SignIn';
import { SignInExchange } from './SignInExchange';
import {
  bindingCookie,
  bindingCookieName,
  hashOf,
  randomValue,
  readCookie,
} from './binding';
import { redirectPathOf, redirectUri, usesSecureCookies } from './redirect';

/** State and code of Databricks are below 1 KiB; nothing longer is hashed or sent on. */
const MAX_PARAMETER_LENGTH = 4_096;

/** What the callback's page shows, and whom it tells. */
export type CallbackResult = {
  signIn?: { id: string; display: 'popup' | 'page'; returnTo?: string };
  end: SignInEnd;
  refused?: RefusalReason | 'malformed' | 'limited';
  /** For the audit, also of a sign-in that the page must not name. */
  signInId?: string;
  userEntityRef?: string;
  fabric?: string;
  databricksUserName?: string;
  replacedUserName?: string;
  /** `Set-Cookie` that removes the binding cookie. */
  clearCookie?: string;
};

/*
 * The start is a request that only the signed-in user's own page can send. Its answer carries a cookie, and the row
 * keeps the cookie's hash. The callback is a navigation without credentials: it is accepted from the browser that
 * holds that cookie, once. So nobody can make somebody else finish a sign-in that they started, or have their own
 * code stored for somebody else (RFC 9700 4.7; draft-ietf-oauth-security-topics-update, session fixation).
 *
 * Where the code goes, with which client and verifier, is what the row says, never what the request says.
 */
export class SignIns {
  readonly #store: DatabaseSignInStore;
  readonly #exchange: SignInExchange;
  readonly #settings: LiveSettings;
  readonly #databricks: WorkspaceClient;
  readonly #logger: LoggerService;
  readonly #inFlight = new Set<Promise<unknown>>();

  constructor(options: {
    store: DatabaseSignInStore;
    exchange: SignInExchange;
    settings: LiveSettings;
    databricks: WorkspaceClient;
    logger: LoggerService;
  }) {
    this.#store = options.store;
    this.#exchange = options.exchange;
    this.#settings = options.settings;
    this.#databricks = options.databricks;
    this.#logger = options.logger;
  }

  /**
   * @throws DatabricksServiceError `invalid_request`, `not_configured`, `too_many_requests`, `unavailable`
   */
  async start(
    userEntityRef: string,
    fabric: ResolvedFabric,
    request: SignInRequest,
  ): Promise<{ started: SignInStarted; cookie: string }> {
    const { config, appConnections } = this.#settings.current();
    if (!isSignInNeeded(fabric)) {
      throw new DatabricksServiceError('invalid_request', {
        message: `fabric: ${fabric.title} runs as its service principal, nobody needs to sign in`,
      });
    }
    const appConnection = appConnections.get(fabric.appConnection ?? '');
    const problem = appConnectionProblem(fabric, appConnection);
    if (!appConnection || problem) {
      throw new DatabricksServiceError(problem?.code ?? 'not_configured', {
        message: problem?.message,
      });
    }
    const secure = usesSecureCookies(config);
    const unrelated = siteProblem(config);
    if (unrelated) {
      throw new DatabricksServiceError('not_configured', {
        message: `${unrelated} Ask an admin of the portal.`,
      });
    }
    const state = randomValue();
    const browser = randomValue();
    const codeVerifier = randomValue();
    const redirectPath = redirectPathOf(config, fabric);
    const signIn = {
      id: randomUUID(),
      userEntityRef,
      redirectPath,
      redirectUri: redirectUri(config, redirectPath),
      fabric: fabric.name,
      issuer: fabric.workspaceUrl,
      appConnection: appConnection.name,
      clientId: appConnection.clientId,
      scopes: [...appConnection.scopes],
      display: request.display ?? ('popup' as const),
      returnTo: request.returnTo,
    };
    const authorizationUrl = await this.#databricks
      .buildAuthorizationUrl({
        ...signIn,
        workspaceUrl: signIn.issuer,
        state,
        codeVerifier,
      })
      .catch(() => {
        throw new DatabricksServiceError('not_configured', {
          message: `The workspace of ${fabric.title} is not, or no longer, among databricks.allowedHosts. Ask an admin of the portal.`,
        });
      });
    const expiresAtMs = await this.#store.insert(signIn, {
      stateHash: hashOf(state),
      browserHash: hashOf(browser),
      codeVerifier,
    });
    return {
      started: {
        id: signIn.id,
        authorizationUrl: authorizationUrl.toString(),
        expiresAt: new Date(expiresAtMs).toISOString(),
      },
      cookie: bindingCookie(bindingCookieName(state, secure), browser, secure),
    };
  }

  /** @throws DatabricksServiceError `not_found`, `unavailable` */
  async outcome(userEntityRef: string, id: string): Promise<SignInOutcome> {
    const state = await this.#store.find(userEntityRef, id);
    if (!state) {
      throw new DatabricksServiceError('not_found');
    }
    const code = state.errorCode as SignInErrorCode | undefined;
    return {
      id: state.id,
      status: state.status,
      ...(code ? { error: { code, message: signInErrors[code] } } : {}),
    };
  }

  /** Never throws: whatever happens is a page. */
  finish(callback: {
    path: RedirectPath;
    parameters: URLSearchParams;
    cookieHeader?: string;
  }): Promise<CallbackResult> {
    const work = this.#finish(callback).catch((error): CallbackResult => {
      if (!(error instanceof DatabricksServiceError)) {
        this.#logger.error(`A sign-in failed: ${(error as Error).name}`);
      }
      return { end: { status: 'failed', error: 'unavailable' } };
    });
    this.#inFlight.add(work);
    return work.finally(() => this.#inFlight.delete(work));
  }

  /** Waits for the callbacks in flight, but not for ever: a code that was spent must end as a stored connection. */
  async settled(): Promise<void> {
    await waitBeforeStop(Promise.allSettled(this.#inFlight));
  }

  async #finish(callback: {
    path: RedirectPath;
    parameters: URLSearchParams;
    cookieHeader?: string;
  }): Promise<CallbackResult> {
    const state = singleParameter(callback.parameters, 'state');
    if (!state || !hasPlausibleParameters(callback.parameters)) {
      return refused('malformed');
    }
    const secure = usesSecureCookies(this.#settings.current().config);
    const cookieName = bindingCookieName(state, secure);
    const browser = readCookie(callback.cookieHeader, cookieName) ?? '';
    const consumed = await this.#store.consume({
      stateHash: hashOf(state),
      browserHash: hashOf(browser),
      redirectPath: callback.path,
    });
    if ('refused' in consumed) {
      return {
        ...refused(consumed.refused),
        signInId: consumed.signIn?.id,
        userEntityRef: consumed.signIn?.userEntityRef,
        fabric: consumed.signIn?.fabric,
      };
    }
    const result = await this.#exchange.run(consumed, callback.parameters);
    return {
      ...result,
      signIn: consumed,
      signInId: consumed.id,
      userEntityRef: consumed.userEntityRef,
      fabric: consumed.fabric,
      clearCookie: bindingCookie(cookieName, '', secure),
    };
  }
}

function refused(reason: RefusalReason | 'malformed'): CallbackResult {
  return {
    refused: reason,
    end: { status: 'failed', error: 'authorization_failed' },
  };
}

function singleParameter(
  parameters: URLSearchParams,
  name: string,
): string | undefined {
  const values = parameters.getAll(name);
  return values.length === 1 && values[0] ? values[0] : undefined;
}

function hasPlausibleParameters(parameters: URLSearchParams): boolean {
  const entries = [...parameters];
  return (
    entries.length <= 20 &&
    entries.every(([, value]) => value.length <= MAX_PARAMETER_LENGTH) &&
    new Set(entries.map(([name]) => name)).size === entries.length &&
    (parameters.has('code') || parameters.has('error'))
  );
}
