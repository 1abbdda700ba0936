import { AuthorizationRefusal, WorkspaceMetadata } from './probe';

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

/** An OAuth client at one workspace. No secret: a public client. */
export type OAuthClientOptions = {
  workspaceUrl: string;
  clientId: string;
  clientSecret?: string;
};

/** A warehouse or a cluster, as Databricks describes it. */
export type ComputeState = { name: string; state: string };

/**
 * All that we ever ask of Databricks. Every method rejects with a {@link DatabricksCallError} and nothing else.
 */
export type WorkspaceClient = {
  buildAuthorizationUrl(options: {
    workspaceUrl: string;
    clientId: string;
    redirectUri: string;
    scopes: readonly string[];
    state: string;
    codeVerifier: string;
  }): Promise<string>;
  exchangeAuthorizationCode(
    options: OAuthClientOptions & {
      redirectUri: string;
      scopes: readonly string[];
      callbackParameters: URLSearchParams;
      codeVerifier: string;
    },
  ): Promise<TokenResponse>;
  refreshAccessToken(
    options: OAuthClientOptions & {
      refreshToken: string;
      scopes: readonly string[];
    },
  ): Promise<TokenResponse>;
  requestClientCredentials(
    options: OAuthClientOptions & {
      clientSecret: string;
      scopes: readonly string[];
    },
  ): Promise<TokenResponse>;
  getCurrentUser(options: {
    workspaceUrl: string;
    accessToken: string;
  }): Promise<DatabricksUser & { workspaceId?: string }>;
  getWarehouse(options: {
    workspaceUrl: string;
    accessToken: string;
    id: string;
  }): Promise<ComputeState>;
  getCluster(options: {
    workspaceUrl: string;
    accessToken: string;
    id: string;
  }): Promise<ComputeState>;
  /** What a workspace says of itself; rejects where it is not Databricks. */
  readMetadata(options: { workspaceUrl: string }): Promise<WorkspaceMetadata>;
  /** Whether Databricks would refuse before it asks anybody to sign in. */
  probeAuthorization(options: {
    authorizationUrl: string;
  }): Promise<AuthorizationRefusal | undefined>;
};
