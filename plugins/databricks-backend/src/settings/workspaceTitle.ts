/** What people read of a workspace: the first label of its host. An address has no labels and stays whole. */
export function workspaceTitle(workspaceUrl: string): string {
  const { host, hostname } = new URL(workspaceUrl);
  return /^[\d.]+$|^\[/.test(hostname) ? host : hostname.split('.')[0];
}
