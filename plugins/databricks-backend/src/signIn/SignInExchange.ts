import { LoggerService } from '@backstage/backend-plugin-api';
import { SignInErrorCode } from '@backstage-databricks/plugin-databricks-common';
import { setTimeout as delay } from 'node:timers/promises';
import { DatabaseConnectionStore, NewConnection } from '../connections';
import {
  DatabricksCallError,
  WorkspaceClient,
  TokenResponse,
} from '../databricks';
import { Sealer } from '../encryption';
import { appConnectionKey, PatientWrites, TokenEngine } from '../grants';
import { CatalogUsers } from '../portal';
import {
  isWorkspaceOf,
  ResolvedAppConnection,
  LiveSettings,
} from '../settings';
import { DatabaseSignInStore } from './DatabaseSignInStore';
import { isOtherPerson } from './isOtherPerson';
import {
  ConsumedSignIn,
  ExchangeResult,
  SignInEnd,
  SignInReason,
} from './SignIn';

const CANCELLED = { status: 'expired' } as const;

/** Pauses before storing is tried again, because the tokens of an exchange exist nowhere else. */
const STORE_RETRIES_MS = [250, 500, 1_000, 2_000, 4_000];

class SignInFailure extends Error {
  readonly code: SignInErrorCode;
  readonly rejectedClientHash?: string;
  readonly reason?: SignInReason;

  constructor(
    code: SignInErrorCode,
    details: { rejectedClientHash?: string; reason?: SignInReason } = {},
  ) {
    super(code);
    this.code = code;
    this.rejectedClientHash = details.rejectedClientHash;
    this.reason = details.reason;
  }
}

/** Its user cancelled the sign-in before its connection was stored. */
class SignInCancelled extends Error {}

type SignInExchangeOptions = {
  store: DatabaseSignInStore;
  connectionStore: DatabaseConnectionStore;
  engine: TokenEngine;
  settings: LiveSettings;
  databricks: WorkspaceClient;
  catalogUsers: CatalogUsers;
  logger: LoggerService;
  sealer: Sealer;
  ends: PatientWrites;
};

/**
 * Makes a stored connection of the code of a consumed sign-in: ask the catalog who the user is, exchange, ask Databricks
 * who signed in, store.
 */
export class SignInExchange {
  readonly #options: SignInExchangeOptions;

  constructor(options: SignInExchangeOptions) {
    this.#options = options;
  }

  /** Never throws; a failure is the sign-in's end. */
  async run(
    signIn: ConsumedSignIn,
    parameters: URLSearchParams,
  ): Promise<ExchangeResult> {
    try {
      return await this.#exchange(signIn, parameters);
    } catch (error) {
      if (error instanceof SignInCancelled) {
        return { end: CANCELLED };
      }
      const end = endOf(error);
      this.#options.logger.warn(
        `Sign-in ${signIn.id} ${end.status}: ${end.error}`,
      );
      return { end: await this.#end(signIn.id, end).catch(() => end) };
    }
  }

  /** @returns how it has ended, since its user may have cancelled it before */
  async #end(
    id: string,
    end: ReturnType<typeof endOf>,
  ): Promise<ExchangeResult['end']> {
    const { ends, store } = this.#options;
    const isEnded = await ends.write(() => store.end(id, end));
    return !isEnded && (await store.isCancelled(id)) ? CANCELLED : end;
  }

  async #exchange(
    signIn: ConsumedSignIn,
    parameters: URLSearchParams,
  ): Promise<ExchangeResult> {
    const { clientSecret } = await this.#unchanged(signIn);
    if (!signIn.codeVerifier) {
      throw new SignInFailure('authorization_failed');
    }
    const { requireSameUser } = this.#options.settings.current().config;
    const { userEntityRef } = signIn;
    const asked = requireSameUser
      ? await this.#requiredEmailOf(userEntityRef)
      : this.#options.catalogUsers
          .emailOf(userEntityRef)
          .catch(() => undefined);
    const requestedAt = performance.now();
    const tokens = await this.#redeem(signIn, parameters, clientSecret);
    const { refreshToken } = tokens;
    if (!refreshToken || !tokens.scopes.some(grantsAccess)) {
      throw new SignInFailure('missing_scopes');
    }
    const databricksUser = await this.#options.databricks.getCurrentUser({
      workspaceUrl: signIn.issuer,
      accessToken: tokens.accessToken,
    });
    // Asked meanwhile, where nothing depends on it
    const email = await asked;
    const otherPerson =
      email === undefined
        ? undefined
        : isOtherPerson(databricksUser.userName, email);
    if (otherPerson && requireSameUser) {
      throw new SignInFailure('other_person');
    }
    const replacedUserName = await this.#store(signIn, {
      ...signIn,
      databricksUser,
      otherPerson,
      tokens: { ...tokens, refreshToken },
      requestedAt,
    });
    this.#options.engine.forget(signIn.userEntityRef);
    return {
      end: { status: 'succeeded' },
      databricksUserName: databricksUser.userName,
      replacedUserName,
    };
  }

  /**
   * The user's e-mail address in the catalog, where a sign-in depends on it. One that cannot succeed ends here: the code is
   * not spent, so that no refresh token is made that nobody keeps.
   */
  async #requiredEmailOf(userEntityRef: string): Promise<string> {
    const email = await this.#options.catalogUsers
      .emailOf(userEntityRef)
      .catch(() => {
        throw new SignInFailure('unavailable', { reason: 'catalog' });
      });
    if (email === undefined) {
      throw new SignInFailure('other_person', { reason: 'no_email' });
    }
    return email;
  }

  /**
   * Where Databricks rejects the client, the code is not spent. If the secret was changed while the call was under way,
   * the code is sent once more with the new secret.
   */
  async #redeem(
    signIn: ConsumedSignIn,
    callbackParameters: URLSearchParams,
    clientSecret: string | undefined,
    isRepeated = false,
  ): Promise<TokenResponse> {
    try {
      return await this.#options.databricks.exchangeAuthorizationCode({
        ...signIn,
        workspaceUrl: signIn.issuer,
        clientSecret,
        callbackParameters,
        codeVerifier: signIn.codeVerifier ?? '',
      });
    } catch (error) {
      if (!isRejection(error)) {
        throw error;
      }
      const isToRepeat = error.kind === 'client_rejected' && !isRepeated;
      const changed = isToRepeat ? await this.#unchanged(signIn) : undefined;
      if (!changed || changed.clientSecret === clientSecret) {
        const { clientId, issuer } = signIn;
        const client = appConnectionKey(issuer, { clientId, clientSecret });
        throw new SignInFailure(endOf(error).error, {
          rejectedClientHash: this.#options.sealer.fingerprint(client),
        });
      }
      return this.#redeem(
        signIn,
        callbackParameters,
        changed.clientSecret,
        true,
      );
    }
  }

  /** Reads the app connection again, whichever replica changed it. It must be what the sign-in was started with. */
  async #unchanged(signIn: ConsumedSignIn): Promise<ResolvedAppConnection> {
    await this.#options.settings.reload();
    const { appConnections, fabrics } = this.#options.settings.current();
    const appConnection = appConnections.get(signIn.appConnection);
    if (
      !appConnection ||
      appConnection.clientId !== signIn.clientId ||
      appConnection.scopes.join(' ') !== signIn.scopes.join(' ') ||
      ![...fabrics.values()].some(fabric => isWorkspaceOf(fabric, signIn))
    ) {
      throw new SignInFailure('app_connection_changed');
    }
    if (appConnection.secretUnavailable) {
      throw new SignInFailure('not_configured');
    }
    return appConnection;
  }

  /** @returns who was connected before, if it was somebody else */
  async #store(
    signIn: ConsumedSignIn,
    connection: NewConnection,
    [retryInMs, ...laterRetries] = STORE_RETRIES_MS,
  ): Promise<string | undefined> {
    try {
      await this.#unchanged(signIn);
      return await this.#storeOnce(signIn, connection);
    } catch (error) {
      if (
        retryInMs === undefined ||
        error instanceof SignInFailure ||
        error instanceof SignInCancelled
      ) {
        throw error;
      }
      await delay(retryInMs);
      return this.#store(signIn, connection, laterRetries);
    }
  }

  /**
   * Stores nothing where an earlier attempt has done so, and only its answer was lost.
   *
   * The sign-in ends in the transaction that stores its connection. So it cannot be cancelled after that, and nothing is
   * stored of one that was cancelled before, on whichever replica.
   */
  async #storeOnce(
    signIn: ConsumedSignIn,
    connection: NewConnection,
  ): Promise<string | undefined> {
    const { store, connectionStore } = this.#options;
    const stored = await store.transaction(async trx =>
      (await store.end(signIn.id, { status: 'succeeded' }, trx))
        ? connectionStore.putConnection(trx, connection)
        : undefined,
    );
    if (stored) {
      return stored.replacedUserName;
    }
    if (await store.isCancelled(signIn.id)) {
      throw new SignInCancelled();
    }
    const { userEntityRef: user, issuer, appConnection } = connection;
    const { connections } = await connectionStore.list({
      user,
      issuer,
      appConnection,
    });
    return connections[0]?.previousUserName;
  }
}

/**
 * Whether the token endpoint holds something against the app connection. What comes by the browser has no status: its
 * user may have written it, so that it tells this user and nobody else.
 */
function isRejection(error: unknown): error is DatabricksCallError {
  return (
    error instanceof DatabricksCallError &&
    error.status !== undefined &&
    ['client_rejected', 'scopes_rejected'].includes(error.kind)
  );
}

function endOf(error: unknown): Exclude<SignInEnd, { status: 'succeeded' }> {
  if (error instanceof SignInFailure) {
    const { code, rejectedClientHash, reason } = error;
    return { status: 'failed', error: code, reason, rejectedClientHash };
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
    case 'refused':
    case 'forbidden':
      return {
        status: 'failed',
        error: 'databricks_refused',
        reason: error.refusal,
      };
    // A token that was issued a moment ago is not accepted from whom the workspace does not know
    case 'token_rejected':
      return {
        status: 'failed',
        error: 'databricks_refused',
        reason: 'not_a_member',
      };
    case 'throttled':
    case 'not_sent':
    case 'unavailable':
    case 'outcome_unknown':
    case 'nonsense':
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
