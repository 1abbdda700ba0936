import { Issuer } from '@backstage-databricks/plugin-databricks-common';
import { workspaceTitle } from './workspaceTitle';

/**
 * Who signs users in for a fabric, or has signed one in: its workspace, with its app connection. What shares the ID
 * shares the sign-in.
 *
 * @param url - of the workspace
 */
export function issuerOf(
  url: string,
  appConnection: string = '',
): Pick<Issuer, 'id' | 'kind' | 'url' | 'title'> {
  return {
    id: `${appConnection}@${new URL(url).host}`,
    kind: 'workspace',
    url,
    title: workspaceTitle(url),
  };
}
