import { settingsSchema } from '@backstage-databricks/plugin-databricks-common';
import { CallerKinds } from '../access';
import { defineRoute, Route } from '../http';
import { SettingsOverview } from './SettingsOverview';

/** What admins see of everything. */
export function settingsRoutes(options: {
  callers: CallerKinds;
  settingsOverview: SettingsOverview;
}): Route[] {
  const { callers, settingsOverview } = options;
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
  ];
}
