import {
  AuthService,
  BackstageCredentials,
  BackstageUserPrincipal,
  HttpAuthService,
  UserInfoService,
} from '@backstage/backend-plugin-api';
import { Request } from 'express';
import { normalizeEntityRef } from '../config';
import { DatabricksServiceError } from '../errors';
import { PORTAL_DEADLINE_MS, PortalAnswers } from '../portal';
import { withTimeout } from '../withTimeout';

/** A signed-in user with their own request. */
export type User = {
  credentials: BackstageCredentials<BackstageUserPrincipal>;
  /** As `normalizeEntityRef` writes it: whoever issues the portal's tokens may spell it otherwise. */
  userEntityRef: string;
  /** The user and their groups, as Backstage knows them. */
  ownershipRefs: ReadonlySet<string>;
};

/** The last hop of a request, and the user whom it speaks for. */
type LastHop = {
  /** `plugin:<id>`, or the subject of an external caller. A user's own request has none. */
  subject?: string;
  user?: User;
};

/** Who is calling. The only place that reads credentials, and the only one where refs of callers are normalised. */
export class Callers {
  readonly #httpAuth: HttpAuthService;
  readonly #auth: AuthService;
  readonly #ownership;

  constructor(options: {
    auth: AuthService;
    httpAuth: HttpAuthService;
    userInfo: UserInfoService;
  }) {
    this.#httpAuth = options.httpAuth;
    this.#auth = options.auth;
    this.#ownership = new PortalAnswers({
      problem: 'The portal cannot tell at the moment which teams you are in.',
      ask: async (
        credentials: BackstageCredentials<BackstageUserPrincipal>,
      ) => {
        const info = await options.userInfo.getUserInfo(credentials);
        return new Set(
          [
            credentials.principal.userEntityRef,
            ...info.ownershipEntityRefs,
          ].map(normalizeEntityRef),
        );
      },
    });
  }

  /**
   * The user who sent a request themselves. A request that a plugin sends on behalf of a user is refused.
   *
   * @throws AuthenticationError, NotAllowedError of Backstage, DatabricksServiceError `not_allowed`, `unavailable`
   */
  async user(request: Request): Promise<User> {
    const credentials = await inTime(
      this.#httpAuth.credentials(request, { allow: ['user'] }),
    );
    if (credentials.principal.actor) {
      throw new DatabricksServiceError('not_allowed', {
        message: 'Only the user themselves can do this, no plugin for them.',
      });
    }
    return this.#withTeams(credentials);
  }

  /**
   * Whoever sent the request last, for themselves or on behalf of a user. Whether they may is decided elsewhere.
   *
   * @throws AuthenticationError of Backstage, DatabricksServiceError `unavailable`
   */
  async lastHop(request: Request): Promise<LastHop> {
    const credentials = await inTime(
      this.#httpAuth.credentials(request, { allow: ['user', 'service'] }),
    );
    if (this.#auth.isPrincipal(credentials, 'user')) {
      return {
        subject: credentials.principal.actor?.subject,
        user: await this.#withTeams(credentials),
      };
    }
    return this.#auth.isPrincipal(credentials, 'service')
      ? { subject: credentials.principal.subject }
      : {};
  }

  async #withTeams(
    credentials: BackstageCredentials<BackstageUserPrincipal>,
  ): Promise<User> {
    const userEntityRef = normalizeEntityRef(
      credentials.principal.userEntityRef,
    );
    return {
      credentials,
      userEntityRef,
      ownershipRefs: await this.#ownership.about(userEntityRef, credentials),
    };
  }
}

function inTime<T>(credentials: Promise<T>): Promise<T> {
  return withTimeout(
    PORTAL_DEADLINE_MS,
    credentials,
    () =>
      new DatabricksServiceError('unavailable', {
        message: 'The portal cannot check who you are at the moment.',
      }),
  );
}
