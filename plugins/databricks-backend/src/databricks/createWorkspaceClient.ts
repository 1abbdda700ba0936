import { checkWorkspaceUrl } from '@backstage-databricks/plugin-databricks-common';
import { workspaceHostRules } from '../config';
import { DatabricksCallError } from './DatabricksCallError';
import {
  buildAuthorizationUrl,
  exchangeAuthorizationCode,
  refreshAccessToken,
  requestClientCredentials,
} from './OAuthClient';
import { WorkspaceClient } from './WorkspaceClient';
import { probeAuthorization, readMetadata } from './authorizationServer';
import { createGuardedFetch, NetworkRules } from './guardedFetch';
import { getCluster, getCurrentUser, getWarehouse } from './workspaceApi';

/**
 * A client for all workspaces.
 *
 * @param rules - where calls may go; read at each call, so that a changed configuration holds at once
 */
export function createWorkspaceClient(
  rules: () => NetworkRules,
): WorkspaceClient {
  const fetch = createGuardedFetch(rules);
  return {
    async buildAuthorizationUrl(options) {
      const hosts = workspaceHostRules(rules());
      if (checkWorkspaceUrl(options.workspaceUrl, hosts).value === undefined) {
        throw new DatabricksCallError('not_sent');
      }
      return buildAuthorizationUrl(options);
    },
    exchangeAuthorizationCode: options =>
      exchangeAuthorizationCode(options, fetch),
    refreshAccessToken: options => refreshAccessToken(options, fetch),
    requestClientCredentials: options =>
      requestClientCredentials(options, fetch),
    getCurrentUser: options => getCurrentUser(options, fetch),
    getWarehouse: options => getWarehouse(options, fetch),
    getCluster: options => getCluster(options, fetch),
    readMetadata: options => readMetadata(options, fetch),
    probeAuthorization: options => probeAuthorization(options, fetch),
  };
}
