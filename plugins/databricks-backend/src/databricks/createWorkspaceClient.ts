import { LoggerService } from '@backstage/backend-plugin-api';
import { checkWorkspaceUrl } from '@backstage-databricks/plugin-databricks-common';
import { workspaceHostRules } from '../config';
import { DatabricksCallError } from './DatabricksCallError';
import {
  AuthorizationRequest,
  buildAuthorizationUrl,
  exchangeAuthorizationCode,
  refreshAccessToken,
  requestClientCredentials,
} from './OAuthClient';
import { probeAuthorization, readMetadata } from './authorizationServer';
import { listClusters, listWarehouses } from './computeListApi';
import { createGuardedFetch, GuardedFetch, NetworkRules } from './guardedFetch';
import { getCatalog, getSchema } from './unityCatalogApi';
import { getCluster, getCurrentUser, getWarehouse } from './workspaceApi';

/**
 * All that we ever ask of Databricks, for all workspaces. Every method rejects with a {@link DatabricksCallError} and
 * nothing else.
 *
 * @param rules - where calls may go; read at each call, so that a changed configuration holds at once
 * @param logger - is told how calls fail, once a minute and host
 */
export function createWorkspaceClient(
  rules: () => NetworkRules,
  logger?: Pick<LoggerService, 'warn'>,
) {
  const fetch = createGuardedFetch(rules, { logger });
  const guarded =
    <Options, Answer>(
      call: (options: Options, fetch: GuardedFetch) => Promise<Answer>,
    ) =>
    (options: Options) =>
      call(options, fetch);
  return {
    async buildAuthorizationUrl(options: AuthorizationRequest) {
      const hosts = workspaceHostRules(rules());
      if (checkWorkspaceUrl(options.workspaceUrl, hosts).value === undefined) {
        throw new DatabricksCallError('not_sent');
      }
      return buildAuthorizationUrl(options);
    },
    exchangeAuthorizationCode: guarded(exchangeAuthorizationCode),
    refreshAccessToken: guarded(refreshAccessToken),
    requestClientCredentials: guarded(requestClientCredentials),
    getCurrentUser: guarded(getCurrentUser),
    getWarehouse: guarded(getWarehouse),
    getCluster: guarded(getCluster),
    listWarehouses: guarded(listWarehouses),
    listClusters: guarded(listClusters),
    getCatalog: guarded(getCatalog),
    getSchema: guarded(getSchema),
    readMetadata: guarded(readMetadata),
    probeAuthorization: guarded(probeAuthorization),
  };
}

export type WorkspaceClient = ReturnType<typeof createWorkspaceClient>;
