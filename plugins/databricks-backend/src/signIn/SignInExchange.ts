import { LoggerService } from '@backstage/backend-plugin-api';
import { SignInErrorCode } from '@backstage-databricks/plugin-databricks-common';
import { setTimeout as delay } from 'node:timers/promises';
import { DatabricksCallError, DatabricksClient } from '../databricks';
import { DatabricksServiceError } from '../errors';
import { isWorkspaceOf } from '../fabrics';
import { DatabaseGrantStore, TokenEngine } from '../grants';
import { Settings } from '../settings';
import { DatabaseSignInStore } from './DatabaseSignInStore';
import { ConsumedSignIn, SignInEnd } from './SignIn';

/** The tokens of an exchange exist nowhere else: writing them is tried again after these pauses. */
const STORE_RETRIES_MS = [250, 500, 1_000, 2_000, 4_000];

class SignInFailure extends Error {
  readonly code: SignInErrorCode;

  constructor(code: SignInErrorCode) {
    super(code);
    this.code = code;
  }
}

/** What came of a code. */
export type ExchangeResult = {
  end: SignInEnd;
  databricksUserName?: string;
  replacedUserName?: string;
};

type SignInExchangeOptions = {
  store: DatabaseSignInStore;
  grants: DatabaseGrantStore;
  engine: TokenEngine;
  settings: Settings;
  databricks: DatabricksClient;
  logger: LoggerService;
};

/**
 * From the code of a consumed sign-in to a stored connection: exchange, ask Databricks who signed in, store.
 */
export class SignInExchange {
  readonly #options: SignInExchangeOptions;

  static create(options: SignInExchangeOptions): SignInExchange {
    return new SignInExchange(options);
  }

  private constructor(options: SignInExchangeOptions) {
    this.#options = options;
  }

  /** Never throws; a failure is the sign-in's end. */
  async run(
    signIn: ConsumedSignIn,
    parameters: URLSearchParams,
    state: string,
  ): Promise<ExchangeResult> {
    try {
      return await this.#exchange(signIn, parameters, state);
    } catch (error) {
      const end = endOf(error);
      this.#options.logger.warn(
        `Sign-in ${signIn.id} ${end.status}: ${end.error}`,
      );
      await this.#options.store.end(signIn.id, end).catch(() => {});
      return { end };
    }
  }

  async #exchange(
    signIn: ConsumedSignIn,
    parameters: URLSearchParams,
    state: string,
  ): Promise<ExchangeResult> {
    const { appConnections, fabrics } = this.#options.settings.current();
    const appConnection = appConnections.get(signIn.appConnection);
    if (
      appConnection?.clientId !== signIn.clientId ||
      ![...fabrics.values()].some(fabric => isWorkspaceOf(fabric, signIn))
    ) {
      throw new SignInFailure('app_connection_changed');
    }
    if (!signIn.codeVerifier) {
      throw new SignInFailure('authorization_failed');
    }
    const tokens = await this.#options.databricks.exchangeAuthorizationCode({
      workspaceUrl: signIn.workspaceUrl,
      clientId: signIn.clientId,
      clientSecret: appConnection.clientSecret,
      redirectUri: signIn.redirectUri,
      scopes: signIn.scopes,
      callbackParameters: parameters,
      state,
      codeVerifier: signIn.codeVerifier,
    });
    const { refreshToken } = tokens;
    if (!refreshToken || !tokens.scopes.some(grantsAccess)) {
      throw new SignInFailure('missing_scopes');
    }
    const databricksUser = await this.#options.databricks.getCurrentUser({
      workspaceUrl: signIn.workspaceUrl,
      accessToken: tokens.accessToken,
    });
    const { replacedUserName } = await this.#storeConnection(
      trx =>
        this.#options.grants.putConnection(trx, {
          userEntityRef: signIn.userEntityRef,
          workspaceUrl: signIn.workspaceUrl,
          appConnection: signIn.appConnection,
          clientId: signIn.clientId,
          databricksUser,
          tokens: { ...tokens, refreshToken },
        }),
      signIn.id,
    );
    this.#options.engine.forget(signIn.userEntityRef);
    return {
      end: { status: 'succeeded' },
      databricksUserName: databricksUser.userName,
      replacedUserName,
    };
  }

  async #storeConnection<T>(
    put: (
      trx: Parameters<Parameters<DatabaseSignInStore['transaction']>[0]>[0],
    ) => Promise<T>,
    signInId: string,
  ): Promise<T> {
    for (const retryInMs of [...STORE_RETRIES_MS, undefined]) {
      try {
        return await this.#options.store.transaction(async trx => {
          const stored = await put(trx);
          await this.#options.store.end(signInId, { status: 'succeeded' }, trx);
          return stored;
        });
      } catch (error) {
        if (retryInMs === undefined) {
          throw error;
        }
        await delay(retryInMs);
      }
    }
    throw new DatabricksServiceError('unavailable');
  }
}

function endOf(error: unknown): Exclude<SignInEnd, { status: 'succeeded' }> {
  if (error instanceof SignInFailure) {
    return { status: 'failed', error: error.code };
  }
  if (!(error instanceof DatabricksCallError)) {
    return { status: 'failed', error: 'unavailable' };
  }
  switch (error.kind) {
    case 'access_denied':
      return { status: 'denied', error: 'access_denied' };
    case 'authorization_invalid':
    case 'refresh_token_invalid':
    case 'unclear':
      return { status: 'failed', error: 'authorization_failed' };
    case 'scopes_rejected':
      return { status: 'failed', error: 'missing_scopes' };
    case 'client_rejected':
      return { status: 'failed', error: 'app_connection_rejected' };
    case 'throttled':
    case 'not_sent':
    case 'unavailable':
    case 'outcome_unknown':
    case 'nonsense':
    case 'token_rejected':
    case 'forbidden':
    case 'not_found':
      return { status: 'failed', error: 'databricks_unavailable' };
    default:
      throw new Error(`Unknown failure: ${error.kind satisfies never}`);
  }
}

/** Scopes that say who somebody is, or that they stay signed in, grant no access to data. */
function grantsAccess(scope: string): boolean {
  return !['offline_access', 'openid', 'profile', 'email'].includes(scope);
}
