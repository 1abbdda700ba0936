/**
 * The tab of the user's settings, for the new frontend system: a module of that page, so that it stands behind the tabs
 * that the page has itself.
 *
 * @packageDocumentation
 */
import {
  createFrontendModule,
  SubPageBlueprint,
} from '@backstage/frontend-plugin-api';
import { RiDatabase2Line } from '@remixicon/react';

/**
 * Adds the user's connections to the page of the user's settings.
 *
 * @alpha
 */
const databricksUserSettingsModule = createFrontendModule({
  pluginId: 'user-settings',
  extensions: [
    SubPageBlueprint.make({
      name: 'databricks',
      attachTo: { id: 'page:user-settings', input: 'pages' },
      params: {
        path: 'databricks',
        title: 'Databricks',
        icon: <RiDatabase2Line />,
        loader: () => import('./pages').then(m => <m.ConnectionsSubPage />),
      },
    }),
  ],
});

export default databricksUserSettingsModule;
