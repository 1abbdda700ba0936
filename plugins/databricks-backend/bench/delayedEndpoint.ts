import { setTimeout as delay } from 'node:timers/promises';
import { WorkspaceClient } from '../src/databricks/createWorkspaceClient';
import { TOKEN } from './addConnections';

/** A token endpoint that costs this process nothing but time. */
export function delayedEndpoint(ms: number) {
  let [calls, open, most] = [0, 0, 0];
  const client: Pick<WorkspaceClient, 'refreshAccessToken'> = {
    async refreshAccessToken() {
      calls += 1;
      open += 1;
      most = Math.max(most, open);
      await delay(ms);
      open -= 1;
      return {
        accessToken: TOKEN + calls,
        refreshToken: TOKEN + calls,
        expiresInSeconds: 3_600,
        scopes: ['all-apis'],
      };
    },
  };
  return {
    client: client as WorkspaceClient,
    calls: () => calls,
    /** How many were open at the same moment. */
    most: () => most,
  };
}
