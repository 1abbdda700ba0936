import { createTranslationRef } from '@backstage/frontend-plugin-api';
import { appConnectionsMessages } from './messages/appConnectionsMessages';
import { checkListMessages } from './messages/checkListMessages';
import { connectionTableMessages } from './messages/connectionTableMessages';
import { consumersMessages } from './messages/consumersMessages';
import { developerMessages } from './messages/developerMessages';
import { fabricTableMessages } from './messages/fabricTableMessages';
import { maintenanceMessages } from './messages/maintenanceMessages';
import { overviewMessages } from './messages/overviewMessages';
import { formMessages } from './messages/formMessages';
import { settingsMessages } from './messages/settingsMessages';

/**
 * The texts of the plugin's pages and cards; an app can replace and translate them. Those of connecting stand in
 * `databricksReactTranslationRef` of `@backstage-databricks/plugin-databricks-react`.
 *
 * @public
 */
export const databricksTranslationRef = createTranslationRef({
  id: 'plugin.databricks',
  messages: {
    ...developerMessages,
    ...settingsMessages,
    ...overviewMessages,
    ...checkListMessages,
    ...appConnectionsMessages,
    ...fabricTableMessages,
    ...connectionTableMessages,
    ...consumersMessages,
    ...maintenanceMessages,
    ...formMessages,
  },
});
