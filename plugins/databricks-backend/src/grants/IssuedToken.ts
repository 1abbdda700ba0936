type IssuedTokenOptions = {
  /** ID of the grant that it is of. */
  grantId: string;
  accessToken: string;
  /** Epoch milliseconds. */
  expiresAtMs: number;
  scopes: readonly string[];
  /** User name at Databricks, or client ID of the service principal. */
  name: string;
  source: 'memory' | 'database' | 'refresh';
  /** Under every configured key, that under the primary first: what other replicas call this token. */
  fingerprints: () => readonly [string, ...string[]];
};

/** A token that may be handed out. Its fingerprints are made when they are asked for, once. */
export class IssuedToken {
  readonly grantId: string;
  readonly accessToken: string;
  readonly expiresAtMs: number;
  readonly scopes: readonly string[];
  readonly name: string;
  readonly source: IssuedTokenOptions['source'];
  readonly #makeFingerprints: IssuedTokenOptions['fingerprints'];
  #fingerprints: readonly [string, ...string[]] | undefined;

  constructor(options: IssuedTokenOptions) {
    this.grantId = options.grantId;
    this.accessToken = options.accessToken;
    this.expiresAtMs = options.expiresAtMs;
    this.scopes = options.scopes;
    this.name = options.name;
    this.source = options.source;
    this.#makeFingerprints = options.fingerprints;
  }

  get fingerprint(): string {
    return this.#allFingerprints()[0];
  }

  /** Whether this replica, or one with another primary key, may have given the token this fingerprint. */
  hasFingerprint(fingerprint: string): boolean {
    return this.#allFingerprints().includes(fingerprint);
  }

  /** The same token, as it is handed out from memory. */
  remembered(): IssuedToken {
    return new IssuedToken({
      ...this,
      source: 'memory',
      fingerprints: () => this.#allFingerprints(),
    });
  }

  #allFingerprints(): readonly [string, ...string[]] {
    this.#fingerprints ??= this.#makeFingerprints();
    return this.#fingerprints;
  }
}
