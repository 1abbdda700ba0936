import { DatabricksServiceError } from '../errors';
import { DatabaseGrantStore } from './DatabaseGrantStore';
import { Grant, GrantHolder, ServicePrincipalHolder } from './Grant';
import { TokenVault } from './TokenVault';
import { connectionProblem } from './connectionProblem';

/** Finds the grant of a holder. A service principal's is made at its first use. */
export class GrantReader {
  readonly #store: DatabaseGrantStore;
  readonly #vault: TokenVault;

  constructor(options: { store: DatabaseGrantStore; vault: TokenVault }) {
    this.#store = options.store;
    this.#vault = options.vault;
  }

  /** @throws DatabricksServiceError `not_connected`, `reconnect_required`, `unavailable` */
  async read(holder: GrantHolder): Promise<Grant> {
    const grant =
      holder.kind === 'user'
        ? await this.#store.read(holder)
        : await this.#readServicePrincipal(holder);
    if (!grant) {
      throw new DatabricksServiceError('not_connected');
    }
    return this.check(holder, grant);
  }

  /** @throws DatabricksServiceError `reconnect_required` */
  check(holder: GrantHolder, grant: Grant): Grant {
    if (holder.kind === 'servicePrincipal') {
      return grant;
    }
    const { clientId, name: appConnection } = holder.appConnection;
    const { endedReason, reasonCode, status } = grant;
    const isEnded = status === 'reconnect_required';
    if (isEnded || grant.clientId !== clientId) {
      const code = isEnded ? reasonCode ?? status : 'app_connection_changed';
      const about = { appConnection, endedReason };
      const { message } = connectionProblem(code, about);
      throw new DatabricksServiceError('reconnect_required', { message });
    }
    return grant;
  }

  async #readServicePrincipal(
    holder: ServicePrincipalHolder,
  ): Promise<Grant | undefined> {
    const hashes = this.#vault.clientHashes(holder);
    const grant = await this.#store.read(holder, hashes);
    if (grant) {
      return grant;
    }
    await this.#store.ensureServicePrincipal(holder, hashes);
    return this.#store.read(holder, hashes);
  }
}
