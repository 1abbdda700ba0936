import { Issuer } from '@backstage-databricks/plugin-databricks-common';
import { workspaceTitle } from './workspaceTitle';

/**
 * Who signs users in for a fabric, or has signed one in: its workspace, with its app connection. What shares the ID
 * shares the sign-in.
 */
export function issuerOf(of: {
  workspaceUrl: string;
  appConnection?: string;
}): Pick<Issuer, 'id' | 'kind' | 'url' | 'title'> {
  const { workspaceUrl, appConnection = '' } = of;
  return {
    id: `${appConnection}@${new URL(workspaceUrl).host}`,
    kind: 'workspace',
    url: workspaceUrl,
    title: workspaceTitle(workspaceUrl),
  };
}
