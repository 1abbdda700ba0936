import {
  AuthService,
  BackstageCredentials,
  BackstageUserPrincipal,
  HttpAuthService,
  UserInfoService,
} from '@backstage/backend-plugin-api';
import { LRUCache } from 'lru-cache';
import { Request } from 'express';
import { ConsumerSettings } from '../config';
import { DatabricksServiceError } from '../errors';
import { MAX_REMEMBERED, MAX_STALENESS_MS } from '../maxStaleness';
import { askPortal } from '../portal';
import { LiveSettings } from '../settings';

/** A signed-in user with their own request. */
export type User = {
  credentials: BackstageCredentials<BackstageUserPrincipal>;
  userEntityRef: string;
  /** The user and their groups, as Backstage knows them. */
  ownershipRefs: ReadonlySet<string>;
};

/** A backend plugin that may ask for tokens. */
export type Consumer = ConsumerSettings & { pluginId: string };

type CallersOptions = {
  auth: AuthService;
  httpAuth: HttpAuthService;
  userInfo: UserInfoService;
  settings: LiveSettings;
};

/** Who is calling. The only place that reads credentials. */
export class Callers {
  readonly #httpAuth: HttpAuthService;
  readonly #userInfo: UserInfoService;
  readonly #auth: AuthService;
  readonly #settings: LiveSettings;
  readonly #ownership = new LRUCache<string, ReadonlySet<string>>({
    max: MAX_REMEMBERED,
    ttl: MAX_STALENESS_MS,
  });

  constructor(options: CallersOptions) {
    this.#httpAuth = options.httpAuth;
    this.#userInfo = options.userInfo;
    this.#auth = options.auth;
    this.#settings = options.settings;
  }

  /**
   * A user's own request. What a plugin sends on behalf of a user is not one.
   *
   * @throws AuthenticationError, NotAllowedError of Backstage, DatabricksServiceError `not_allowed`
   */
  async user(request: Request): Promise<User> {
    const credentials = await this.#httpAuth.credentials(request, {
      allow: ['user'],
    });
    const { userEntityRef, actor } = credentials.principal;
    if (actor) {
      throw new DatabricksServiceError('not_allowed', {
        message: 'Only the user themselves can do this, no plugin for them.',
      });
    }
    return {
      credentials,
      userEntityRef,
      ownershipRefs: await this.#ownershipOf(credentials),
    };
  }

  /**
   * A backend plugin, for itself or on behalf of a user. What counts is the last hop.
   *
   * @throws AuthenticationError of Backstage, DatabricksServiceError `not_allowed`
   */
  async consumer(
    request: Request,
  ): Promise<{ consumer: Consumer; user?: User }> {
    const credentials = await this.#httpAuth.credentials(request, {
      allow: ['user', 'service'],
    });
    const { principal } = credentials;
    const subject =
      principal.type === 'user' ? principal.actor?.subject : principal.subject;
    const consumer = this.#consumerOf(subject);
    if (!this.#auth.isPrincipal(credentials, 'user')) {
      return { consumer };
    }
    return {
      consumer,
      user: {
        credentials,
        userEntityRef: credentials.principal.userEntityRef,
        ownershipRefs: await this.#ownershipOf(credentials),
      },
    };
  }

  /** Who sent the request, for the audit: the calling plugin or external subject, and the user whom it speaks for. */
  async lastHop(request: Request): Promise<{ plugin?: string; user?: string }> {
    const { principal } = await this.#httpAuth.credentials(request, {
      allow: ['user', 'service'],
    });
    return principal.type === 'user'
      ? {
          plugin: withoutPrefix(principal.actor?.subject),
          user: principal.userEntityRef,
        }
      : { plugin: withoutPrefix(principal.subject) };
  }

  #consumerOf(subject: string | undefined): Consumer {
    if (!subject) {
      throw new DatabricksServiceError('not_allowed', {
        message: 'Only backend plugins can ask for tokens.',
      });
    }
    const pluginId = subject.startsWith('plugin:') ? subject.slice(7) : '';
    const entry = this.#settings.current().config.consumers.get(pluginId);
    if (!entry) {
      throw new DatabricksServiceError('not_allowed', {
        message: `'${subject}' is not in databricks.consumers.`,
      });
    }
    return { ...entry, pluginId };
  }

  async #ownershipOf(
    credentials: BackstageCredentials<BackstageUserPrincipal>,
  ): Promise<ReadonlySet<string>> {
    const { userEntityRef } = credentials.principal;
    const known = this.#ownership.get(userEntityRef);
    if (known) {
      return known;
    }
    const info = await askPortal(
      'The portal cannot tell at the moment which teams you are in.',
      () => this.#userInfo.getUserInfo(credentials),
    );
    const refs = new Set(
      [userEntityRef, ...info.ownershipEntityRefs].map(ref =>
        ref.toLocaleLowerCase('en-US'),
      ),
    );
    this.#ownership.set(userEntityRef, refs);
    return refs;
  }
}

function withoutPrefix(subject: string | undefined): string | undefined {
  return subject?.replace(/^plugin:/, '');
}
