import { WorkspaceHostRules } from '@backstage-databricks/plugin-databricks-common';

/** Which hosts may be a workspace: those that are listed and, outside production, this machine. */
export function workspaceHostRules(config: {
  allowedHosts: readonly string[];
  production: boolean;
}): WorkspaceHostRules {
  const { allowedHosts, production } = config;
  return { allowedHosts, allowLoopback: !production };
}
