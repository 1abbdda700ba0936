import { isLoopbackHost } from '@backstage-databricks/plugin-databricks-common';

/** Whether a host name, as it stands in a URL, is this machine's own: browsers count `*.localhost` in. */
export function isThisMachine(hostname: string): boolean {
  return isLoopbackHost(hostname) || hostname.endsWith('.localhost');
}
