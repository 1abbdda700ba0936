import {
  DatabricksCallError,
  WorkspaceClient,
  TokenResponse,
} from '../databricks';
import { Grant, GrantHolder } from './Grant';

/** The one call that a grant's kind needs. Rejects with a `DatabricksCallError`. */
export async function requestTokens(
  databricks: WorkspaceClient,
  holder: GrantHolder,
  grant: Grant,
  refreshToken: string | undefined,
): Promise<TokenResponse> {
  const { workspaceUrl } = holder;
  if (holder.kind === 'servicePrincipal') {
    const { clientId, clientSecret, scopes } = holder;
    return databricks.requestClientCredentials({
      workspaceUrl,
      clientId,
      clientSecret,
      scopes,
    });
  }
  if (!refreshToken) {
    throw new DatabricksCallError('refresh_token_invalid');
  }
  return databricks.refreshAccessToken({
    workspaceUrl,
    clientId: holder.appConnection.clientId,
    clientSecret: holder.appConnection.clientSecret,
    refreshToken,
    scopes: grant.scopes,
  });
}
