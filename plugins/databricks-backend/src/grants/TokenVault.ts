import { Sealer, SealedValueError } from '../encryption';
import { DatabricksServiceError } from '../errors';
import { clientKey, Grant, GrantHolder } from './Grant';
import { IssuedToken } from './IssuedToken';
import { tokenPlace } from './tokenPlace';

/** Opens and seals the tokens of grants. */
export class TokenVault {
  readonly #sealer: Sealer;

  constructor(options: { sealer: Sealer }) {
    this.#sealer = options.sealer;
  }

  /**
   * @returns undefined when there is none. A service principal's that cannot be opened is none: it is asked for again
   * @throws DatabricksServiceError `encryption_key_unavailable`, `credentials_unreadable`
   */
  accessToken(grant: Grant, holder: GrantHolder): IssuedToken | undefined {
    if (!grant.accessToken) {
      return undefined;
    }
    const opened = this.#open(grant, holder, 'access_token', grant.accessToken);
    return opened === undefined
      ? undefined
      : this.issue({
          accessToken: opened,
          expiresAtMs: grant.expiresAtMs,
          scopes: grant.scopes,
          name: grant.name,
          source: 'database',
        });
  }

  /** @throws DatabricksServiceError as above */
  refreshToken(grant: Grant, holder: GrantHolder): string | undefined {
    return grant.refreshToken
      ? this.#open(grant, holder, 'refresh_token', grant.refreshToken)
      : undefined;
  }

  issue(
    token: Pick<
      IssuedToken,
      'accessToken' | 'expiresAtMs' | 'scopes' | 'name' | 'source'
    >,
  ): IssuedToken {
    return new IssuedToken({
      ...token,
      fingerprints: () => this.#sealer.fingerprints(token.accessToken),
    });
  }

  seal(
    grant: Pick<Grant, 'id' | 'owner'>,
    column: 'access_token' | 'refresh_token',
    token: string,
  ): string {
    return this.#sealer.seal('tokens', tokenPlace(column, grant), token);
  }

  /**
   * Stands for what Databricks knows a holder by, secret included: under every configured key, since another replica
   * may have another primary. The first is the one to write.
   */
  definitionHashes(holder: GrantHolder): [string, ...string[]] {
    return this.#sealer.fingerprints(clientKey(holder));
  }

  #open(
    grant: Grant,
    holder: GrantHolder,
    column: 'access_token' | 'refresh_token',
    sealed: string,
  ): string | undefined {
    try {
      return this.#sealer.open('tokens', tokenPlace(column, grant), sealed);
    } catch (error) {
      if (holder.kind === 'servicePrincipal') {
        return undefined;
      }
      throw new DatabricksServiceError(
        error instanceof SealedValueError && error.reason === 'key_unavailable'
          ? 'encryption_key_unavailable'
          : 'credentials_unreadable',
      );
    }
  }
}
