import { DatabricksCallError } from '../../src/databricks/DatabricksCallError';
import { WorkspaceClient } from '../../src/databricks/createWorkspaceClient';
import { Bench } from '../Bench';
import { Design } from './Design';
import { SingleUseEndpoint } from './singleUseEndpoint';

const HOUR_MS = 60 * 60 * 1000;
const [EXPIRES_IN_SECONDS, SCOPES] = [3_600, ['all-apis', 'offline_access']];

/** Ours: the token engine as it is. */
export function leased(
  { grants, ada }: Bench,
  endpoint: SingleUseEndpoint,
): Design {
  const databricks: Pick<WorkspaceClient, 'refreshAccessToken'> = {
    async refreshAccessToken({ refreshToken }) {
      try {
        return {
          ...(await endpoint.refresh(refreshToken)),
          expiresInSeconds: EXPIRES_IN_SECONDS,
          scopes: SCOPES,
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
      await grants.knex.transaction(async trx => {
        for (const name of names) {
          await grants.store.putConnection(trx, {
            userEntityRef: name,
            issuer: ada.workspaceUrl,
            appConnection: ada.appConnection.name,
            clientId: ada.appConnection.clientId,
            databricksUser: { id: name, userName: name },
            requestedAt:
              performance.now() - (tokens === 'fresh' ? 0 : 2 * HOUR_MS),
            tokens: {
              ...endpoint.signIn(),
              expiresInSeconds: EXPIRES_IN_SECONDS,
              scopes: SCOPES,
            },
          });
        }
      });
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
