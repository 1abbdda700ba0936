import {
  createFrontendModule,
  createRouteRef,
  SubPageBlueprint,
} from '@backstage/frontend-plugin-api';
import { RiNotification3Line } from '@remixicon/react';

export const notificationSettingsRouteRef = createRouteRef();

/** The user's settings of notifications, a tab beside the others: Backstage has the card and no page for it yet. */
export const notificationSettingsModule = createFrontendModule({
  pluginId: 'user-settings',
  extensions: [
    SubPageBlueprint.make({
      name: 'notifications',
      attachTo: { id: 'page:user-settings', input: 'pages' },
      params: {
        path: 'notifications',
        title: 'Notifications',
        icon: <RiNotification3Line />,
        routeRef: notificationSettingsRouteRef,
        loader: () =>
          import('./NotificationSettings').then(m => (
            <m.NotificationSettings />
          )),
      },
    }),
  ],
});
