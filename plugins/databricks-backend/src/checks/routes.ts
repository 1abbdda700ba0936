import { Settings as SettingsAnswer } from '@backstage-databricks/plugin-databricks-common';
import { Access, Callers } from '../access';
import { Resource } from '../http';
import { SettingsOverview } from './SettingsOverview';

/** `GET /settings` */
export function settingsResources(options: {
  callers: Callers;
  access: Access;
  settingsOverview: SettingsOverview;
}): Resource[] {
  const { callers, access, settingsOverview } = options;
  return [
    {
      path: '/settings',
      methods: {
        GET: async (request, response) => {
          await access.requireAdmin(await callers.user(request));
          response.json(
            (await settingsOverview.describe()) satisfies SettingsAnswer,
          );
        },
      },
    },
  ];
}
