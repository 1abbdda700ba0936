import { DatabricksCallError } from '../DatabricksCallError';
import { TokenResponse } from '../tokenResponse';
import { createWorkspaceClient } from '../createWorkspaceClient';
import { expectNoLeak } from './expectNoLeak';
import { StandIn } from './StandIn';

/** Every secret of these tests. */
export const CANARIES = {
  clientSecret: 'canary-client-secret',
  accessToken: 'canary-access-token',
  refreshToken: 'canary-refresh-token',
  newRefreshToken: 'canary-new-refresh-token',
  code: 'canary-code',
  state: 'canary-state-0123456789',
  // RFC 7636, Appendix B
  codeVerifier: 'dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk',
};

export const REDIRECT_URI =
  'https://backstage.example.com/api/databricks/oauthredirect';

/** A good answer of the token endpoint. */
export const TOKENS = {
  access_token: CANARIES.accessToken,
  token_type: 'Bearer',
  expires_in: 3600,
  scope: 'all-apis offline_access',
  refresh_token: CANARIES.newRefreshToken,
};

/** The parameters of a good callback. */
export const CALLBACK = { code: CANARIES.code, state: CANARIES.state };

/** What a broken server might repeat. */
export const ECHO = Object.values(CANARIES).join(' ');

export const OPERATIONS = ['exchange', 'refresh', 'clientCredentials'] as const;
export type Operation = (typeof OPERATIONS)[number];

/** Runs every grant against a stand-in for the workspace. */
export class OAuthHarness {
  readonly standIn: StandIn;
  readonly client = createWorkspaceClient(() => ({
    allowedHosts: [],
    allowPrivateNetwork: false,
    production: false,
  }));

  static async start(): Promise<OAuthHarness> {
    return new OAuthHarness(await StandIn.start());
  }

  private constructor(standIn: StandIn) {
    this.standIn = standIn;
  }

  get oauthClient() {
    return {
      workspaceUrl: this.standIn.url,
      clientId: '1b2c-3d4e',
      clientSecret: CANARIES.clientSecret,
      scopes: ['all-apis', 'offline_access'],
    };
  }

  exchange(
    callback: Record<string, string> | string,
    changes: Partial<{
      codeVerifier: string;
      clientSecret: string;
    }> = {},
  ): Promise<TokenResponse> {
    return this.client.exchangeAuthorizationCode({
      ...this.oauthClient,
      redirectUri: REDIRECT_URI,
      callbackParameters: new URLSearchParams(callback),
      codeVerifier: CANARIES.codeVerifier,
      ...changes,
    });
  }

  run(operation: Operation): Promise<TokenResponse> {
    switch (operation) {
      case 'exchange':
        return this.exchange(CALLBACK);
      case 'refresh':
        return this.client.refreshAccessToken({
          ...this.oauthClient,
          refreshToken: CANARIES.refreshToken,
        });
      case 'clientCredentials':
        return this.client.requestClientCredentials(this.oauthClient);
      default:
        throw new Error(`Unknown operation: ${operation satisfies never}`);
    }
  }

  /** The form of the first request. */
  get sentForm(): Record<string, string> {
    return Object.fromEntries(
      new URLSearchParams(this.standIn.requests[0].body),
    );
  }
}

/** The error of a call that has to fail; it is one of ours, and nothing leaks through it. */
export async function errorOf(
  call: Promise<unknown>,
): Promise<DatabricksCallError> {
  const error = await call.then(
    () => undefined,
    thrown => thrown,
  );
  if (!(error instanceof DatabricksCallError)) {
    throw new Error('The call did not fail as it should');
  }
  expectNoLeak(error, Object.values(CANARIES));
  return error;
}
