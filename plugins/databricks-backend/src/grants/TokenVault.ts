import { Sealer, SealedValueError } from '../encryption';
import { DatabricksServiceError } from '../errors';
import { DatabaseGrantStore, sealedTokens } from './DatabaseGrantStore';
import { clientKey, Grant, GrantHolder } from './Grant';
import { IssuedToken } from './IssuedToken';

type TokenColumn = 'access_token' | 'refresh_token';

/** Opens and seals the tokens of grants, and sees to it that the row says where they do not open. */
export class TokenVault {
  readonly #sealer: Sealer;
  readonly #store: Pick<DatabaseGrantStore, 'noteReadable'>;

  constructor(options: {
    sealer: Sealer;
    store: Pick<DatabaseGrantStore, 'noteReadable'>;
  }) {
    this.#sealer = options.sealer;
    this.#store = options.store;
  }

  /**
   * @returns undefined when there is none. A service principal's that cannot be opened is none: it is asked for again
   * @throws DatabricksServiceError `encryption_key_unavailable`, `credentials_unreadable`
   */
  accessToken(grant: Grant, holder: GrantHolder): IssuedToken | undefined {
    const accessToken = this.#open(grant, holder, 'access_token');
    if (accessToken === undefined) {
      return undefined;
    }
    if (grant.unreadableAtMs !== undefined && this.#opens(grant)) {
      this.#note(grant, true);
    }
    return this.issue(accessToken, 'database', grant);
  }

  /** @throws DatabricksServiceError as above */
  refreshToken(grant: Grant, holder: GrantHolder): string | undefined {
    return this.#open(grant, holder, 'refresh_token');
  }

  issue(
    accessToken: string,
    source: IssuedToken['source'],
    grant: Pick<Grant, 'id' | 'expiresAtMs' | 'scopes' | 'name'>,
  ): IssuedToken {
    const { id: grantId, expiresAtMs, scopes, name } = grant;
    const fingerprints = () => this.#sealer.fingerprints(accessToken);
    const token = { grantId, accessToken, source, expiresAtMs, scopes, name };
    return new IssuedToken({ ...token, fingerprints });
  }

  seal(grant: Grant, column: TokenColumn, token: string): string {
    const place = { ...grant.place, column };
    return this.#sealer.seal(sealedTokens.purpose, place, token);
  }

  /**
   * Stands for what Databricks knows a holder by, secret included: under every configured key, since another replica
   * may have another primary. The first is the one to write.
   */
  clientHashes(holder: GrantHolder): [string, ...string[]] {
    return this.#sealer.fingerprints(clientKey(holder));
  }

  /** Whether Databricks rejected the client of its holder, as that is defined now, when it was last renewed. */
  isClientRejected(
    grant: Pick<Grant, 'failures' | 'reasonCode' | 'rejectedClientHash'>,
    holder: GrantHolder,
  ): boolean {
    return (
      grant.failures > 0 &&
      grant.reasonCode === 'app_connection_rejected' &&
      this.clientHashes(holder).includes(grant.rejectedClientHash ?? '')
    );
  }

  #open(
    grant: Grant,
    holder: GrantHolder,
    column: TokenColumn,
  ): string | undefined {
    try {
      return this.#openSealed(grant, column);
    } catch (error) {
      if (holder.kind === 'servicePrincipal') {
        return undefined;
      }
      if (
        error instanceof SealedValueError &&
        error.reason === 'key_unavailable'
      ) {
        throw new DatabricksServiceError('encryption_key_unavailable');
      }
      if (grant.unreadableAtMs === undefined) {
        this.#note(grant, false);
      }
      throw new DatabricksServiceError('credentials_unreadable');
    }
  }

  #opens(grant: Grant): boolean {
    try {
      return this.#openSealed(grant, 'refresh_token') !== undefined;
    } catch {
      return false;
    }
  }

  #openSealed(grant: Grant, column: TokenColumn): string | undefined {
    const place = { ...grant.place, column };
    const sealed =
      column === 'access_token' ? grant.accessToken : grant.refreshToken;
    return sealed && this.#sealer.open(sealedTokens.purpose, place, sealed);
  }

  /** Nobody waits for it: what could not be noted is noted the next time. */
  #note(grant: Grant, isReadable: boolean): void {
    this.#store.noteReadable(grant, isReadable).catch(() => {});
  }
}
