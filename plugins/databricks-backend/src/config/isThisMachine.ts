import { isLoopbackHost } from '@backstage-databricks/plugin-databricks-common';

/** Whether a host name, as it stands in a URL, means this machine. For browsers `*.localhost` does too. */
export function isThisMachine(hostname: string): boolean {
  return isLoopbackHost(hostname) || hostname.endsWith('.localhost');
}
