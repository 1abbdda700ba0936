import { Issuer } from '@backstage-databricks/plugin-databricks-common';

/**
 * Who signs users in for a fabric, or has signed one in: its workspace, with its app connection. Fabrics with the same
 * issuer ID share one sign-in. What people read of it is its workspace's title.
 *
 * @param url - of the workspace
 */
export function issuerOf(
  url: string,
  appConnection: string = '',
): Pick<Issuer, 'id' | 'kind' | 'url'> {
  return {
    id: `${appConnection}@${new URL(url).host}`,
    kind: 'workspace',
    url,
  };
}
