import { isLoopbackHost } from '@backstage-databricks/plugin-databricks-common';
import {
  allowInsecureRequests,
  authorizationCodeGrant,
  buildAuthorizationUrl as buildUrl,
  calculatePKCECodeChallenge,
  clientCredentialsGrant,
  ClientSecretPost,
  Configuration,
  customFetch,
  type CustomFetch,
  None,
  refreshTokenGrant,
} from 'openid-client';
import { DatabricksCallError } from './DatabricksCallError';
import { Answer, GuardedFetch } from './guardedFetch';
import { CallContext, toDatabricksCallError } from './toDatabricksCallError';
import { readTokenResponse, TokenResponse } from './tokenResponse';

/** An OAuth client at one workspace. */
type Client = {
  workspaceUrl: string;
  clientId: string;
  /** Absent for a public client. */
  clientSecret?: string;
  scopes: readonly string[];
};

type SignInRequest = Client & { redirectUri: string; codeVerifier: string };

export type AuthorizationRequest = SignInRequest & { state: string };

/**
 * Endpoints are derived from the host and never discovered, so that nothing that a server says decides where secrets go.
 * Secrets are sent in the body, because `ClientSecretBasic` percent-encodes the hyphens of client IDs, and some servers
 * do not decode them.
 */
function configure({
  workspaceUrl,
  clientId,
  clientSecret,
}: Client): Configuration {
  const issuer = `${workspaceUrl}/oidc`;
  const configuration = new Configuration(
    {
      issuer,
      authorization_endpoint: `${issuer}/v1/authorize`,
      token_endpoint: `${issuer}/v1/token`,
    },
    clientId,
    undefined,
    clientSecret === undefined ? None() : ClientSecretPost(clientSecret),
  );
  const { protocol, hostname } = new URL(workspaceUrl);
  if (protocol === 'http:' && isLoopbackHost(hostname)) {
    // The guarded fetch refuses such a host in production.
    allowInsecureRequests(configuration);
  }
  return configuration;
}

/** Where the browser goes to sign in: authorization code with PKCE (RFC 7636, S256 only). */
export async function buildAuthorizationUrl(
  options: AuthorizationRequest,
): Promise<string> {
  const url = buildUrl(configure(options), {
    redirect_uri: options.redirectUri,
    scope: options.scopes.join(' '),
    state: options.state,
    code_challenge: await calculatePKCECodeChallenge(options.codeVerifier),
    code_challenge_method: 'S256',
  });
  return url.href;
}

/**
 * Redeems the code of a callback (RFC 6749, 4.1.3). Issuer and duplicate parameters are checked first. The state is
 * not, because it was used to find the sign-in whose verifier and redirect URL are given here.
 */
export async function exchangeAuthorizationCode(
  options: SignInRequest & { callbackParameters: URLSearchParams },
  fetch: GuardedFetch,
): Promise<TokenResponse> {
  if (!options.codeVerifier) {
    // openid-client silently leaves PKCE out where the verifier is empty
    throw new DatabricksCallError('authorization_invalid');
  }
  const currentUrl = new URL(options.redirectUri);
  currentUrl.search = options.callbackParameters.toString();
  currentUrl.searchParams.delete('state');
  return requestToken('exchange', options, fetch, configuration =>
    authorizationCodeGrant(configuration, currentUrl, {
      pkceCodeVerifier: options.codeVerifier,
    }),
  );
}

/** Spends a refresh token (RFC 6749, 6). Must not be repeated where the answer was lost. */
export async function refreshAccessToken(
  options: Client & { refreshToken: string },
  fetch: GuardedFetch,
): Promise<TokenResponse> {
  return requestToken('refresh', options, fetch, configuration =>
    refreshTokenGrant(configuration, options.refreshToken),
  );
}

/** A token for a service principal (RFC 6749, 4.4). */
export async function requestClientCredentials(
  options: Client & { clientSecret: string },
  fetch: GuardedFetch,
): Promise<TokenResponse> {
  return requestToken('clientCredentials', options, fetch, configuration =>
    clientCredentialsGrant(configuration, { scope: options.scopes.join(' ') }),
  );
}

async function requestToken(
  operation: CallContext['operation'],
  options: Client,
  fetch: GuardedFetch,
  grant: (configuration: Configuration) => Promise<unknown>,
): Promise<TokenResponse> {
  let answer: Answer | undefined;
  let failure: unknown;
  const recordingFetch: CustomFetch = async (url, { headers, body }) => {
    try {
      answer = await fetch(url, {
        method: 'POST',
        headers,
        body: body?.toString(),
      });
    } catch (error) {
      failure = error;
      throw error;
    }
    return new Response(answer.body || null, {
      status: answer.status,
      headers: answer.headers,
    });
  };
  try {
    const configuration = configure(options);
    configuration[customFetch] = recordingFetch;
    await grant(configuration);
  } catch (error) {
    throw toDatabricksCallError(failure ?? error, {
      operation,
      answer,
      nowMs: Date.now(),
    });
  }
  if (!answer) {
    throw new DatabricksCallError('unclear');
  }
  return readTokenResponse(answer, options.scopes);
}
