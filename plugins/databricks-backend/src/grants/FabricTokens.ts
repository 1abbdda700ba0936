import {
  AccessToken,
  TokenRequest,
} from '@backstage-databricks/plugin-databricks-common';
import { Consumer, User } from '../access';
import { DatabricksServiceError } from '../errors';
import { DatabricksMetrics } from '../portal';
import {
  ResolvedFabric,
  secretProblem,
  LiveSettings,
  Identity,
  identityFor,
  appConnectionProblem,
} from '../settings';
import { DatabaseGrantStore } from './DatabaseGrantStore';
import { clientKey, Grant, GrantHolder } from './Grant';
import { IssuedToken } from './IssuedToken';
import { refusalOfGrant } from './refusedReason';
import { servicePrincipalHolder } from './ServicePrincipals';
import { TokenEngine } from './TokenEngine';
import { TokenNeed } from './TokenMemory';
import { TokenVault } from './TokenVault';

/** Who asks: a plugin for itself, or on behalf of a user. */
export type TokenAsker = { consumer: Consumer; user?: User };

/** What becomes of the tokens that plugins ask for. Our own tests are not among them. */
export type TokenListener = {
  /** A plugin got one, from memory too. */
  issued(grantId: string, pluginId: string): void;
  /** A plugin got none, since the connection of the user has ended. */
  refused(userEntityRef: string, fabric: ResolvedFabric): void;
};

type FabricTokensOptions = {
  settings: LiveSettings;
  engine: TokenEngine;
  metrics: DatabricksMetrics;
  store: DatabaseGrantStore;
  vault: TokenVault;
};

/** Tokens of fabrics: decides as whom, and whether the plugin that asks may have it. */
export class FabricTokens {
  readonly #options: FabricTokensOptions;
  #listener: TokenListener | undefined;

  constructor(options: FabricTokensOptions) {
    this.#options = options;
  }

  setListener(listener: TokenListener): void {
    this.#listener = listener;
  }

  /** @throws DatabricksServiceError, every code of the token engine and `not_allowed`, `not_configured` */
  async issue(
    fabric: ResolvedFabric,
    asker: TokenAsker,
    request: TokenRequest,
  ): Promise<AccessToken> {
    const identity = identityFor(
      fabric,
      request.purpose,
      asker.user ? 'user' : 'plugin',
    );
    requireEntitlement(asker.consumer, fabric, identity);
    const { holder, token } = await this.#token(
      fabric,
      identity,
      asker.user,
      request,
    ).catch(error => {
      if (asker.user && hasEnded(error)) {
        this.#listener?.refused(asker.user.userEntityRef, fabric);
      }
      throw error;
    });
    this.#options.metrics.tokenIssued(holder.kind, token.source);
    this.#listener?.issued(token.grantId, asker.consumer.pluginId);
    return toAccessToken(holder, token);
  }

  /** As the given identity, whoever asks. */
  async tokenAs(
    fabric: ResolvedFabric,
    identity: Identity,
    user: User | undefined,
    request: Pick<TokenRequest, 'rejectedFingerprint'> = {},
  ): Promise<AccessToken> {
    const { holder, token } = await this.#token(
      fabric,
      identity,
      user,
      request,
    );
    return toAccessToken(holder, token);
  }

  /**
   * Notes in a grant whether Databricks refuses its holder for good, so that all fabrics of it say so.
   *
   * @param told - what Databricks said to which token; where the grant has another one by now, nothing is noted
   * @returns the ID of the grant, if there is one
   */
  async noteAnswer(
    fabric: ResolvedFabric,
    identity: Identity,
    user: User | undefined,
    told?: { fingerprint: string; refusal?: string },
  ): Promise<string | undefined> {
    const { store, vault } = this.#options;
    const holder = this.#holder(fabric, identity, user);
    const grant = await (holder.kind === 'user'
      ? store.read(holder)
      : store.read(holder, vault.clientHashes(holder)));
    if (
      grant &&
      told &&
      refusalOfGrant(grant) !== told.refusal &&
      this.#hasToken(grant, holder, told.fingerprint)
    ) {
      await store.noteRefusal(grant, told.refusal);
    }
    return grant?.id;
  }

  #hasToken(grant: Grant, holder: GrantHolder, fingerprint: string): boolean {
    const token = this.#options.vault.accessToken(grant, holder);
    return token?.hasFingerprint(fingerprint) ?? false;
  }

  /**
   * A client that Databricks rejects may have been corrected a moment ago: settings are read again, once. While it is
   * paused they are not, being at most `maxStaleness` old anyway, but they may be newer than the fabric that was asked for.
   */
  async #token(
    fabric: ResolvedFabric,
    identity: Identity,
    user: User | undefined,
    request: Pick<TokenRequest, 'minValiditySeconds' | 'rejectedFingerprint'>,
  ): Promise<{ holder: GrantHolder; token: IssuedToken }> {
    const { settings } = this.#options;
    const { minValiditySeconds, rejectedFingerprint } = request;
    const need = {
      rejectedFingerprint,
      minValidityMs: minValiditySeconds && minValiditySeconds * 1000,
    };
    const holder = this.#holder(fabric, identity, user);
    try {
      return { holder, token: await this.#tokenOf(holder, need) };
    } catch (error) {
      if (!isClientRejected(error)) {
        throw error;
      }
      if (error.detail !== 'paused') {
        await settings.reload().catch(() => {});
      }
      const current = settings.current().fabrics.get(fabric.name);
      const corrected = current && this.#holder(current, identity, user);
      if (!corrected || clientKey(corrected) === clientKey(holder)) {
        throw error;
      }
      const token = await this.#tokenOf(corrected, need);
      return { holder: corrected, token };
    }
  }

  /** While an admin has paused the issuing of tokens nobody gets one, not from memory either. */
  async #tokenOf(holder: GrantHolder, need: TokenNeed): Promise<IssuedToken> {
    const { engine, settings } = this.#options;
    await settings.requireUnpaused();
    const token = await engine.token(holder, need);
    if (token.source !== 'memory') {
      await settings.requireUnpaused();
    }
    return token;
  }

  #holder(
    fabric: ResolvedFabric,
    identity: Identity,
    user: User | undefined,
  ): GrantHolder {
    switch (identity) {
      case 'servicePrincipal': {
        const [holder] = servicePrincipalHolder(fabric);
        if (!holder) {
          throw missing(fabric);
        }
        return holder;
      }
      case 'user': {
        const { appConnections } = this.#options.settings.current();
        const appConnection = appConnections.get(fabric.appConnection ?? '');
        const problem = appConnectionProblem(fabric, appConnection);
        if (!appConnection || !user || problem) {
          const code = problem?.code ?? 'not_configured';
          throw new DatabricksServiceError(code, problem);
        }
        return {
          kind: 'user',
          owner: user.userEntityRef,
          workspaceUrl: fabric.workspaceUrl,
          appConnection,
        };
      }
      case 'not_allowed':
        throw new DatabricksServiceError('not_allowed', {
          message: `Interactive work on '${fabric.name}' needs a user: ask with the credentials of the user who is waiting.`,
        });
      case 'nobody':
        throw new DatabricksServiceError('service_principal_missing', {
          message: `The fabric '${fabric.name}' acts as its users, and no user asked: there is nobody to act as. Its owner (${fabric.owner}) or an admin can set oauthType: m2m and give it a service principal.`,
        });
      default:
        throw new Error(`Unknown identity: ${identity satisfies never}`);
    }
  }
}

function toAccessToken(holder: GrantHolder, token: IssuedToken): AccessToken {
  return {
    accessToken: token.accessToken,
    tokenType: 'Bearer',
    expiresAt: new Date(token.expiresAtMs).toISOString(),
    workspaceUrl: holder.workspaceUrl,
    scopes: [...token.scopes],
    identity: { kind: holder.kind, name: token.name },
    fingerprint: token.fingerprint,
  };
}

function hasEnded(error: unknown): boolean {
  return (
    error instanceof DatabricksServiceError &&
    error.code === 'reconnect_required'
  );
}

function isClientRejected(error: unknown): error is DatabricksServiceError {
  return (
    error instanceof DatabricksServiceError &&
    (error.code === 'app_connection_rejected' ||
      error.code === 'service_principal_rejected')
  );
}

function missing(fabric: ResolvedFabric): DatabricksServiceError {
  const reason = fabric.servicePrincipal?.secretUnavailable;
  if (reason) {
    const of = `the service principal of '${fabric.name}'`;
    const problem = secretProblem(of, reason);
    return new DatabricksServiceError(problem.code, problem);
  }
  return new DatabricksServiceError('service_principal_missing', {
    message: `The fabric '${fabric.name}' has no service principal. Its owner (${fabric.owner}) or an admin can add one.`,
  });
}

/** Where the identity is nobody's, no entitlement would help: why not is said where the holder is looked for. */
function requireEntitlement(
  consumer: Consumer,
  fabric: ResolvedFabric,
  identity: Identity,
): void {
  const { pluginId, servicePrincipalOf } = consumer;
  if (identity === 'user' && !consumer.user) {
    throw new DatabricksServiceError('not_allowed', {
      message: `The plugin '${pluginId}' may not act as users: databricks.consumers.${pluginId}.user is not true.`,
    });
  }
  const isListed =
    servicePrincipalOf === '*' || servicePrincipalOf.includes(fabric.name);
  if (identity === 'servicePrincipal' && !isListed) {
    throw new DatabricksServiceError('not_allowed', {
      message: `The plugin '${pluginId}' may not act as the service principal of '${fabric.name}': databricks.consumers.${pluginId}.servicePrincipalOf does not list it.`,
    });
  }
}
