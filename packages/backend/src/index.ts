import { createBackend } from '@backstage/backend-defaults';
import { leftOutPlugins } from './leftOutPlugins';
import { demoAuthModule } from './modules/demoAuth';
import { exampleConsumerPlugin } from './modules/exampleConsumer';
import { jsonRootLogger } from './modules/jsonRootLogger';

const leftOut = leftOutPlugins(process.env);
const backend = createBackend();

backend.add(import('@backstage/plugin-auth-backend'));
backend.add(demoAuthModule);
backend.add(import('@backstage/plugin-catalog-backend'));
backend.add(import('@backstage/plugin-permission-backend'));
backend.add(
  import('@backstage/plugin-permission-backend-module-allow-all-policy'),
);
if (!leftOut.has('databricks')) {
  backend.add(import('@backstage-databricks/plugin-databricks-backend'));
}
if (!leftOut.has('databricks') && !leftOut.has('example')) {
  backend.add(exampleConsumerPlugin);
}
if (!leftOut.has('events')) {
  backend.add(import('@backstage/plugin-events-backend'));
}
if (!leftOut.has('signals')) {
  backend.add(import('@backstage/plugin-signals-backend'));
}
if (!leftOut.has('notifications')) {
  backend.add(import('@backstage/plugin-notifications-backend'));
}
if (!leftOut.has('user-settings')) {
  backend.add(import('@backstage/plugin-user-settings-backend'));
}
if (process.env.DATABRICKS_DEMO_LOG_FORMAT === 'json') {
  backend.add(jsonRootLogger);
}

backend.start().catch((error: Error) => {
  // Left alone, a backend that could not start keeps running and answers 503 to everything.
  process.stderr.write(`${error.message}\n`);
  process.exit(1);
});
