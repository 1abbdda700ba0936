import { DatabricksCallError } from '../../src/databricks/DatabricksCallError';
import { WorkspaceClient } from '../../src/databricks/createWorkspaceClient';
import { addConnections } from '../addConnections';
import { Bench } from '../Bench';
import { Design } from './Design';
import { SingleUseEndpoint } from './singleUseEndpoint';

const HOUR_MS = 60 * 60 * 1000;

/** Ours: the token engine as it is. */
export function leased(bench: Bench, endpoint: SingleUseEndpoint): Design {
  const { grants, ada } = bench;
  const databricks: Pick<WorkspaceClient, 'refreshAccessToken'> = {
    async refreshAccessToken({ refreshToken }) {
      try {
        return {
          ...(await endpoint.refresh(refreshToken)),
          expiresInSeconds: 3_600,
          scopes: ['all-apis', 'offline_access'],
        };
      } catch {
        throw new DatabricksCallError('refresh_token_invalid');
      }
    },
  };
  const holderOf = (owner: string) => ({ ...ada, owner });
  return {
    name: 'ours: a lease in the row',
    async store(names, tokens) {
      const receivedMsAgo = tokens === 'fresh' ? 0 : 2 * HOUR_MS;
      await addConnections(bench, names, receivedMsAgo, endpoint.signIn);
    },
    row: name => grants.row(holderOf(name)),
    replica(knex) {
      const engine = grants.replica(databricks as WorkspaceClient, { knex });
      return {
        token: async name => (await engine.token(holderOf(name))).accessToken,
        forget: name => engine.forget(name),
      };
    },
  };
}
