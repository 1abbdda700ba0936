import {
  createExternalRouteRef,
  createRouteRef,
  createSubRouteRef,
} from '@backstage/frontend-plugin-api';

/** The page of the plugin. */
export const rootRouteRef = createRouteRef();

export const fabricsRouteRef = createSubRouteRef({
  parent: rootRouteRef,
  path: '/fabrics',
});

/** The page of one fabric, by its name. */
export const fabricRouteRef = createSubRouteRef({
  parent: rootRouteRef,
  path: '/fabrics/:name',
});

export const settingsRouteRef = createSubRouteRef({
  parent: rootRouteRef,
  path: '/settings',
});

/** Where people choose which notifications they get; by default the page of notifications, where the portal has it. */
export const notificationSettingsRouteRef = createExternalRouteRef({
  defaultTarget: 'notifications.root',
});
