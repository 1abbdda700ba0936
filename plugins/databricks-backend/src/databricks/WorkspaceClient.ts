import { AuthorizationRefusal, WorkspaceMetadata } from './authorizationServer';

/** What the token endpoint answered, checked. */
export type TokenResponse = {
  accessToken: string;
  /** An integer between 1 and 86,400. */
  expiresInSeconds: number;
  /** As granted; the requested ones where the answer names none. */
  scopes: string[];
  /** Absent where none came: keep the one that was used. */
  refreshToken?: string;
};

/** Who an access token belongs to. */
export type DatabricksUser = {
  id: string;
  userName: string;
  displayName?: string;
};

/** A warehouse or a cluster, as Databricks describes it. */
export type ComputeState = { name: string; state: string };

/** On whose behalf a workspace is asked. */
export type Caller = { workspaceUrl: string; accessToken: string };

/** An OAuth client at one workspace. No secret: a public client. */
export type OAuthClientOptions = {
  workspaceUrl: string;
  clientId: string;
  clientSecret?: string;
};

type ScopedClient = OAuthClientOptions & { scopes: readonly string[] };

type SignInOptions = ScopedClient & {
  redirectUri: string;
  codeVerifier: string;
};

/**
 * All that we ever ask of Databricks. Every method rejects with a {@link DatabricksCallError} and nothing else.
 */
export type WorkspaceClient = {
  buildAuthorizationUrl(
    options: SignInOptions & { state: string },
  ): Promise<string>;
  exchangeAuthorizationCode(
    options: SignInOptions & { callbackParameters: URLSearchParams },
  ): Promise<TokenResponse>;
  refreshAccessToken(
    options: ScopedClient & { refreshToken: string },
  ): Promise<TokenResponse>;
  requestClientCredentials(
    options: ScopedClient & { clientSecret: string },
  ): Promise<TokenResponse>;
  getCurrentUser(caller: Caller): Promise<DatabricksUser>;
  getWarehouse(options: Caller & { id: string }): Promise<ComputeState>;
  getCluster(options: Caller & { id: string }): Promise<ComputeState>;
  /** What a workspace says of itself; rejects where it is not Databricks. */
  readMetadata(options: { workspaceUrl: string }): Promise<WorkspaceMetadata>;
  /** Whether Databricks would refuse before it asks anybody to sign in. */
  probeAuthorization(options: {
    authorizationUrl: string;
  }): Promise<AuthorizationRefusal | undefined>;
};
