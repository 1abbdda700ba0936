import { SettingsSnapshot } from './SettingsSnapshot';

/**
 * What people read of a workspace: the title that app-config gives it, else the first label of its host. An address has
 * no labels and stays whole.
 */
export function workspaceTitle(
  workspaceUrl: string,
  { config }: Pick<SettingsSnapshot, 'config'>,
): string {
  const { host, hostname } = new URL(workspaceUrl);
  const label = /^[\d.]+$|^\[/.test(hostname) ? host : hostname.split('.')[0];
  return config.workspaceTitles.get(host) ?? label;
}
