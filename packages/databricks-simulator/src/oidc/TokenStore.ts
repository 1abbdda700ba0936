import type { AdapterPayload } from 'oidc-provider';

/**
 * Whom an access token stands for, and what it may do.
 *
 * @public
 */
export type Access = {
  identity:
    | { kind: 'person'; userName: string }
    | { kind: 'servicePrincipal'; clientId: string };
  clientId: string;
  scopes: readonly string[];
  expiresAt: Date;
};

/**
 * What one workspace has issued. In memory, and kept when the simulator stops.
 *
 * @public
 */
export class TokenStore {
  readonly #access = new Map<string, Access>();
  readonly #models = new Map<
    string,
    Map<string, { payload: AdapterPayload; expiresAtMs: number }>
  >();

  /** Access tokens that are still valid. */
  get accessTokens(): string[] {
    return [...this.#access.keys()].filter(it => this.access(it));
  }

  /** Refresh tokens that can still be used. */
  get refreshTokens(): { token: string; userName: string; clientId: string }[] {
    return [...this.#entries('RefreshToken')]
      .filter(
        ([, { payload, expiresAtMs }]) =>
          !payload.consumed &&
          expiresAtMs > Date.now() &&
          this.find('Grant', payload.grantId!),
      )
      .map(([token, { payload }]) => ({
        token,
        userName: payload.accountId!,
        clientId: payload.clientId!,
      }));
  }

  access(token: string): Access | undefined {
    const access = this.#access.get(token);
    return access && access.expiresAt > new Date() ? access : undefined;
  }

  addAccess(token: string, access: Access): void {
    this.#access.set(token, access);
  }

  expireAccessTokens(): void {
    this.#access.clear();
  }

  revokeRefreshTokens(): void {
    this.#entries('RefreshToken').clear();
  }

  find(model: string, id: string): AdapterPayload | undefined {
    const stored = this.#entries(model).get(id);
    return stored && stored.expiresAtMs > Date.now()
      ? stored.payload
      : undefined;
  }

  set(
    model: string,
    id: string,
    payload: AdapterPayload,
    expiresInSeconds: number,
  ): void {
    this.#entries(model).set(id, {
      payload,
      expiresAtMs: Date.now() + expiresInSeconds * 1000,
    });
  }

  delete(model: string, id: string): void {
    this.#entries(model).delete(id);
  }

  /** Ends everything that came of one sign-in. */
  revokeGrant(grantId: string): void {
    this.delete('Grant', grantId);
    for (const entries of this.#models.values()) {
      for (const [id, { payload }] of entries) {
        if (payload.grantId === grantId) {
          entries.delete(id);
        }
      }
    }
  }

  #entries(model: string) {
    const entries = this.#models.get(model) ?? new Map();
    this.#models.set(model, entries);
    return entries;
  }
}
