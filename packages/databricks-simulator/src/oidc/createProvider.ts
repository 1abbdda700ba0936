import { randomBytes } from 'node:crypto';
import type { Configuration } from 'oidc-provider';
import { Provider } from 'oidc-provider/lib/provider.js';
import { Account } from '../Account';
import { answerAsDatabricks } from './answerAsDatabricks';
import { createAdapter } from './createAdapter';
import { signingKey } from './signingKey';
import { TokenStore } from './TokenStore';

/** Long enough for a person who reads the sign-in page twice. */
const SIGN_IN_LIFETIME_SECONDS = 30 * 60;
const CODE_LIFETIME_SECONDS = 60;
/** Longer than any refresh token may live (90 days). */
const GRANT_LIFETIME_SECONDS = 400 * 24 * 60 * 60;

export const SIGN_IN_PATH = '/login';

/** The authorization server, on paths below `/oidc`. */
export function createProvider(options: {
  url: string;
  workspaceId: string;
  account: Account;
  tokens: TokenStore;
  accessTokenLifetimeSeconds: number;
  refreshTokenLifetimeSeconds: number;
  sessionLifetimeSeconds: number | undefined;
  refreshTokens: 'multiUse' | 'singleUse';
  invalidRefreshTokenStatus: 400 | 401;
  log: ((line: string) => void) | undefined;
}): Provider {
  const { url, account, tokens, accessTokenLifetimeSeconds } = options;
  const provider = new Provider(`${url}/oidc`, {
    adapter: name => createAdapter(name, { account, tokens }),
    jwks: { keys: [signingKey] },
    cookies: {
      keys: [randomBytes(16).toString('hex')],
    },
    routes: {
      authorization: '/v1/authorize',
      token: '/v1/token',
      jwks: '/jwks.json',
    },
    scopes: ['openid', 'offline_access', 'profile', 'email'],
    claims: {
      profile: ['name', 'family_name', 'given_name', 'preferred_username'],
    },
    conformIdTokenClaims: false,
    pkce: { required: () => true },
    interactions: { url: (_, { uid }) => `${SIGN_IN_PATH}/${uid}` },
    findAccount: (_, userName) => findAccount(account, userName),
    issueRefreshToken: async (_, client, code) =>
      client.grantTypeAllowed('refresh_token') &&
      code.scopes.has('offline_access'),
    rotateRefreshToken: options.refreshTokens === 'singleUse',
    expiresWithSession: () => false,
    ttl: {
      AccessToken: accessTokenLifetimeSeconds,
      ClientCredentials: accessTokenLifetimeSeconds,
      IdToken: accessTokenLifetimeSeconds,
      AuthorizationCode: CODE_LIFETIME_SECONDS,
      Interaction: SIGN_IN_LIFETIME_SECONDS,
      Session: SIGN_IN_LIFETIME_SECONDS,
      Grant: GRANT_LIFETIME_SECONDS,
      RefreshToken: (_, token) =>
        refreshTokenLifetimeSeconds(token.iiat!, options),
    },
    features: {
      devInteractions: { enabled: false },
      clientCredentials: { enabled: true },
      revocation: { enabled: false },
      introspection: { enabled: false },
      userinfo: { enabled: false },
      rpInitiatedLogout: { enabled: false },
      resourceIndicators: {
        enabled: true,
        defaultResource: () => url,
        useGrantedResource: () => true,
        getResourceServerInfo: (_, __, { clientId }) => ({
          audience: options.workspaceId,
          scope: (account.appConnection(clientId) ??
            account.servicePrincipal(clientId))!.scopes.join(' '),
          accessTokenFormat: 'jwt',
          accessTokenTTL: accessTokenLifetimeSeconds,
          jwt: { sign: { alg: 'RS256' } },
        }),
      },
    },
    renderError: (ctx, { error, error_description }) => {
      ctx.body = { error, error_description };
    },
  } satisfies Configuration);

  provider.silent = true;
  provider.on('server_error', (_, error) => options.log?.(String(error.stack)));
  Object.assign(provider.RefreshToken.prototype, {
    generateTokenId: () => `doau${randomBytes(24).toString('base64url')}`,
  });
  provider.on('grant.success', ctx => answerAsDatabricks(ctx, options));
  provider.on('grant.error', ctx => answerAsDatabricks(ctx, options));
  return provider;
}

function findAccount(account: Account, userName: string) {
  const person = account.person(userName);
  if (!person) {
    return undefined;
  }
  const [givenName, ...familyNames] = person.displayName.split(' ');
  return {
    accountId: userName,
    claims: async () => ({
      sub: userName,
      name: person.displayName,
      given_name: givenName,
      family_name: familyNames.join(' '),
      preferred_username: userName,
    }),
  };
}

function refreshTokenLifetimeSeconds(
  signedInAt: number,
  options: {
    refreshTokenLifetimeSeconds: number;
    sessionLifetimeSeconds: number | undefined;
  },
): number {
  const sessionEndsAt =
    signedInAt + (options.sessionLifetimeSeconds ?? Infinity);
  const left = sessionEndsAt - Math.floor(Date.now() / 1000);
  return Math.max(1, Math.min(options.refreshTokenLifetimeSeconds, left));
}
