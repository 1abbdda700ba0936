import { WorkspaceHostRules } from '@backstage-databricks/plugin-databricks-common';
import { DatabricksConfig } from './DatabricksConfig';

/** Which hosts may be a workspace: those of the list, and outside production this machine. */
export function workspaceHostRules({
  allowedHosts,
  production,
}: Pick<DatabricksConfig, 'allowedHosts' | 'production'>): WorkspaceHostRules {
  return { allowedHosts, allowLoopback: !production };
}
