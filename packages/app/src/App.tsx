import databricksPlugin from '@backstage-databricks/plugin-databricks';
import { createApp } from '@backstage/frontend-defaults';
import { exampleConsumerPlugin } from './modules/exampleConsumer';
import { navModule } from './modules/nav';
import {
  notificationSettingsModule,
  notificationSettingsRouteRef,
} from './modules/notificationSettings';
import { signInModule } from './modules/signIn';

export const app = createApp({
  features: [
    signInModule,
    navModule,
    exampleConsumerPlugin,
    notificationSettingsModule,
  ],
  bindRoutes({ bind }) {
    bind(databricksPlugin.externalRoutes, {
      notificationSettings: notificationSettingsRouteRef,
    });
  },
});
