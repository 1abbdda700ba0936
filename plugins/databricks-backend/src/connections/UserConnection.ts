/** A connection as it is kept, without its tokens. Instants are epoch milliseconds of the database. */
export type UserConnection = {
  id: string;
  userEntityRef: string;
  workspaceUrl: string;
  appConnection: string;
  clientId: string;
  databricksUser: { id: string; userName: string; displayName?: string };
  previousUserName?: string;
  scopes: string[];
  keyId?: string;
  accessTokenExpiresAtMs?: number;
  refreshTokenReceivedAtMs?: number;
  generation: number;
  status: 'connected' | 'reconnect_required';
  reasonCode?: string;
  connectedAtMs: number;
  refreshedAtMs?: number;
};

/** What an exchange or a refresh brought. */
export type TokenPair = {
  accessToken: string;
  expiresInSeconds: number;
  refreshToken: string;
  scopes: string[];
};
