import {
  checkWorkspaceUrl,
  DEFAULT_ALLOWED_HOSTS,
} from '@backstage-databricks/plugin-databricks-common';
import { workspaceHostRules } from '../config';
import { ResolvedFabric } from './SettingsSnapshot';
import { isSignInNeeded } from './identity';

/**
 * Whether a kept secret may go to a workspace: in Databricks' own domains, as an exact entry of `allowedHosts`, where it
 * goes already and, outside production, on this machine. A suffix of one's own is not enough, since it says nothing
 * about who runs the hosts below it.
 *
 * @param inUse - URLs of the workspaces that the secret goes to already
 */
export function mayGetSecret(
  workspaceUrl: string,
  config: Parameters<typeof workspaceHostRules>[0],
  inUse: readonly (string | undefined)[],
): boolean {
  const exact = config.allowedHosts.filter(it => !it.startsWith('.'));
  const rules = workspaceHostRules({
    ...config,
    allowedHosts: [...DEFAULT_ALLOWED_HOSTS, ...exact],
  });
  return (
    inUse.includes(workspaceUrl) ||
    checkWorkspaceUrl(workspaceUrl, rules).value === workspaceUrl
  );
}

/** URLs of the workspaces that the secret of an app connection goes to already: those where users sign in with it. */
export function workspacesOf(
  appConnection: string | undefined,
  fabrics: ReadonlyMap<string, ResolvedFabric>,
): string[] {
  return [...fabrics.values()]
    .filter(it => isSignInNeeded(it) && it.appConnection === appConnection)
    .map(it => it.workspaceUrl);
}
