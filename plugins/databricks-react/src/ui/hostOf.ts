/**
 * The host of a workspace, with its port where that is not the usual one.
 *
 * @public
 */
export function hostOf(workspaceUrl: string): string {
  return URL.canParse(workspaceUrl) ? new URL(workspaceUrl).host : workspaceUrl;
}
