import {
  allowInsecureRequests,
  authorizationCodeGrant,
  buildAuthorizationUrl,
  calculatePKCECodeChallenge,
  clientCredentialsGrant,
  Configuration,
  discovery,
  None,
  randomPKCECodeVerifier,
  refreshTokenGrant,
  TokenEndpointResponse,
  TokenEndpointResponseHelpers,
} from 'openid-client';
import { signInAs } from '../signInAs';
import { Simulator } from '../Simulator';

/** Where nothing listens: callback URLs are read and never requested. */
export const REDIRECT_URI =
  'http://localhost:7007/api/databricks/oauthredirect';

export const CONFIDENTIAL = {
  clientId: 'confidential-app',
  clientSecret: 'confidential-secret',
  redirectUris: [REDIRECT_URI],
};

export const PUBLIC = {
  clientId: 'public-app',
  redirectUris: [REDIRECT_URI],
};

export const ROBOT = { clientId: 'robot', clientSecret: 'robot-secret' };

const STATE = 'a-state';

type Tokens = TokenEndpointResponse & TokenEndpointResponseHelpers;

/** An OAuth client of a simulator, made of openid-client. */
export async function createTestClient(
  { url }: Pick<Simulator, 'url'>,
  { clientId, clientSecret }: { clientId: string; clientSecret?: string },
) {
  const config: Configuration = await discovery(
    new URL(`${url}/oidc`),
    clientId,
    clientSecret,
    clientSecret === undefined ? None() : undefined,
    { execute: [allowInsecureRequests] },
  );
  const codeVerifier = randomPKCECodeVerifier();
  const codeChallenge = await calculatePKCECodeChallenge(codeVerifier);

  const client = {
    codeVerifier,

    /** `undefined` leaves a parameter out. */
    authorizationUrl(changes: Record<string, string | undefined> = {}): URL {
      const parameters = Object.entries({
        redirect_uri: REDIRECT_URI,
        scope: 'all-apis offline_access',
        state: STATE,
        code_challenge: codeChallenge,
        code_challenge_method: 'S256',
        ...changes,
      }).filter((it): it is [string, string] => it[1] !== undefined);
      return buildAuthorizationUrl(config, Object.fromEntries(parameters));
    },

    async signIn(
      userName?: string,
      changes?: Record<string, string | undefined>,
    ): Promise<URL> {
      return new URL(
        await signInAs(client.authorizationUrl(changes), userName),
      );
    },

    exchange: (
      callback: URL,
      pkceCodeVerifier = codeVerifier,
    ): Promise<Tokens> =>
      authorizationCodeGrant(config, callback, {
        pkceCodeVerifier,
        expectedState: STATE,
      }),

    /** The whole of it. */
    connect: async (
      userName?: string,
      changes?: Record<string, string | undefined>,
    ): Promise<Tokens> =>
      client.exchange(await client.signIn(userName, changes)),

    refresh: (refreshToken: string): Promise<Tokens> =>
      refreshTokenGrant(config, refreshToken),

    clientCredentials: (scope?: string): Promise<Tokens> =>
      clientCredentialsGrant(config, scope === undefined ? {} : { scope }),
  };
  return client;
}

/** Requests one of the REST endpoints. */
export function getWith(
  accessToken: string | undefined,
  url: string,
): Promise<Response> {
  return fetch(url, {
    headers:
      accessToken === undefined
        ? {}
        : { authorization: `Bearer ${accessToken}` },
  });
}
