import {
  checksStartedSchema,
  settingsSchema,
} from '@backstage-databricks/plugin-databricks-common';
import { CallerKinds } from '../access';
import { defineRoute, Route } from '../http';
import { SettingsOverview } from './SettingsOverview';
import { WorkspaceChecks } from './WorkspaceChecks';

/** What admins see of everything, and the check list on demand. */
export function settingsRoutes(options: {
  callers: CallerKinds;
  settingsOverview: SettingsOverview;
  workspaceChecks: WorkspaceChecks;
}): Route[] {
  const { callers, settingsOverview, workspaceChecks } = options;
  return [
    defineRoute({
      method: 'GET',
      path: '/settings',
      id: 'getSettings',
      summary: 'All that is defined, without secrets, and the check list',
      caller: callers.admin,
      answers: { 200: settingsSchema },
      handle: () => settingsOverview.describe(),
    }),
    defineRoute({
      method: 'POST',
      path: '/checks',
      id: 'startChecks',
      summary: 'Begin to check now what is checked every ten minutes',
      caller: callers.admin,
      answers: { 202: checksStartedSchema },
      async handle() {
        await workspaceChecks.start();
        return { started: true };
      },
      audit: { event: 'outbound-test', meta: () => ({ what: 'startChecks' }) },
    }),
  ];
}
