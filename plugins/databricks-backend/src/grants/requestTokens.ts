import {
  DatabricksCallError,
  WorkspaceClient,
  TokenResponse,
} from '../databricks';
import { Grant, GrantHolder } from './Grant';

/** What a call for tokens is made of. */
export type TokenCall = {
  holder: GrantHolder;
  grant: Grant;
  refreshToken: string | undefined;
};

/** The one call that a grant's kind needs. Rejects with a `DatabricksCallError`. */
export async function requestTokens(
  databricks: WorkspaceClient,
  { holder, grant, refreshToken }: TokenCall,
): Promise<TokenResponse> {
  if (holder.kind === 'servicePrincipal') {
    return databricks.requestClientCredentials(holder);
  }
  if (!refreshToken) {
    throw new DatabricksCallError('refresh_token_invalid');
  }
  const { workspaceUrl, appConnection } = holder;
  const { clientId, clientSecret } = appConnection;
  const { scopes } = grant;
  const client = { workspaceUrl, clientId, clientSecret };
  return databricks.refreshAccessToken({ ...client, refreshToken, scopes });
}
