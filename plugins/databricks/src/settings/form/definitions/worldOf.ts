import type { Settings } from '@backstage-databricks/plugin-databricks-common';
import type { FormDescription, FormWorld } from '../FormDescription';
import { workspacesOf } from './workspacesOf';

/** What the settings know for a form. */
export function worldOf(
  settings: Settings,
  description: FormDescription,
): FormWorld {
  return {
    names: description.things(settings).map(({ name }) => name),
    workspaces: workspacesOf(
      settings.fabrics.map(({ workspaceUrl: url, workspaceTitle: title }) => ({
        url,
        title,
      })),
    ),
    appConnections: settings.appConnections,
  };
}
