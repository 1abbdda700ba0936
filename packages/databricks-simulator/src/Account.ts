import { randomBytes, randomUUID } from 'node:crypto';

/**
 * An app connection as the account console knows it. It accepts both kinds of client authentication; without a secret
 * it is a public client.
 *
 * @public
 */
export type ClientOptions = {
  clientId: string;
  clientSecret?: string;
  /** Compared character by character. */
  redirectUris: string[];
  /** What may be asked for. Default: `all-apis`, `sql` and what Databricks always allows. */
  scopes?: string[];
  /** Shown on the sign-in page. Defaults to the client ID. */
  name?: string;
};

/** @public */
export type ServicePrincipalOptions = {
  clientId: string;
  clientSecret: string;
  /** Default: `all-apis`. */
  scopes?: string[];
  /** Default: the client ID. */
  displayName?: string;
};

/** @public */
export type PersonOptions = {
  userName: string;
  displayName: string;
  /** A policy of the account denies this person: the sign-in ends with `access_denied`. */
  denied?: boolean;
};

const ALWAYS_ALLOWED_SCOPES = ['offline_access', 'openid', 'profile', 'email'];

const DEFAULT_PEOPLE: PersonOptions[] = [
  { userName: 'ada@example.com', displayName: 'Ada Lovelace' },
  { userName: 'grace@example.com', displayName: 'Grace Hopper' },
];

/** @public */
export type RegisteredAppConnection = Required<
  Omit<ClientOptions, 'clientSecret'>
> &
  Pick<ClientOptions, 'clientSecret'>;

/** @public */
export type ServicePrincipal = Required<ServicePrincipalOptions>;

/**
 * What belongs to a Databricks account and not to one of its workspaces.
 *
 * @public
 */
export class Account {
  /** In the wording of Databricks' errors. */
  readonly accountId = randomUUID();
  readonly people: readonly PersonOptions[];
  readonly #appConnections = new Map<string, RegisteredAppConnection>();
  readonly #servicePrincipals = new Map<string, ServicePrincipal>();

  constructor(options: { people?: PersonOptions[] } = {}) {
    this.people = options.people ?? DEFAULT_PEOPLE;
  }

  get appConnections(): RegisteredAppConnection[] {
    return [...this.#appConnections.values()];
  }

  appConnection(clientId: string): RegisteredAppConnection | undefined {
    return this.#appConnections.get(clientId);
  }

  servicePrincipal(clientId: string): ServicePrincipal | undefined {
    return this.#servicePrincipals.get(clientId);
  }

  person(userName: string): PersonOptions | undefined {
    return this.people.find(it => it.userName === userName);
  }

  /** Adds or replaces an app connection. */
  addAppConnection(options: ClientOptions): void {
    this.#appConnections.set(options.clientId, {
      name: options.clientId,
      scopes: ['all-apis', 'sql', ...ALWAYS_ALLOWED_SCOPES],
      ...options,
    });
  }

  /** Registers an app connection as the account console does: with a new client ID and, if confidential, a secret. */
  registerAppConnection(
    options: Omit<ClientOptions, 'clientId' | 'clientSecret'> & {
      confidential: boolean;
    },
  ): RegisteredAppConnection {
    const { confidential, ...rest } = options;
    const clientId = randomUUID();
    const clientSecret = confidential
      ? `dose${randomBytes(16).toString('hex')}`
      : undefined;
    this.addAppConnection({ ...rest, clientId, clientSecret });
    return this.#appConnections.get(clientId)!;
  }

  /** Adds or replaces a service principal, for instance with another secret. */
  addServicePrincipal(options: ServicePrincipalOptions): void {
    this.#servicePrincipals.set(options.clientId, {
      displayName: options.clientId,
      scopes: ['all-apis'],
      ...options,
    });
  }

  removeAppConnection(clientId: string): void {
    this.#appConnections.delete(clientId);
  }

  removeServicePrincipal(clientId: string): void {
    this.#servicePrincipals.delete(clientId);
  }
}
