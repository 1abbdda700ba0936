import {
  coreServices,
  createBackendPlugin,
} from '@backstage/backend-plugin-api';
import { databricksServiceRef } from '@backstage-databricks/plugin-databricks-node';
import PromiseRouter from 'express-promise-router';

/**
 * What a plugin that works with Databricks looks like. It lists clusters: every hour as the service principal of a
 * fabric, and on request as the user who asks.
 */
export const exampleConsumerPlugin = createBackendPlugin({
  pluginId: 'example',
  register(env) {
    env.registerInit({
      deps: {
        auth: coreServices.auth,
        databricks: databricksServiceRef,
        httpAuth: coreServices.httpAuth,
        httpRouter: coreServices.httpRouter,
        logger: coreServices.logger,
        scheduler: coreServices.scheduler,
      },
      async init({
        auth,
        databricks,
        httpAuth,
        httpRouter,
        logger,
        scheduler,
      }) {
        await scheduler.scheduleTask({
          id: 'example-count-clusters',
          frequency: { hours: 1 },
          timeout: { minutes: 1 },
          initialDelay: { minutes: 1 },
          async fn() {
            const response = await databricks.fetch(
              {
                fabric: 'analytics-prod',
                purpose: 'automation',
                credentials: await auth.getOwnServiceCredentials(),
              },
              '/api/2.1/clusters/list',
            );
            if (!response.ok) {
              throw new Error(`Databricks answered ${response.status}`);
            }
            const { clusters = [] } = await response.json();
            logger.info(`analytics-prod has ${clusters.length} clusters`);
          },
        });

        const router = PromiseRouter();
        router.get('/clusters/:fabric', async (request, response) => {
          const answer = await databricks.fetch(
            {
              fabric: request.params.fabric,
              purpose: 'interactive',
              credentials: await httpAuth.credentials(request, {
                allow: ['user'],
              }),
            },
            '/api/2.1/clusters/list',
          );
          if (!answer.ok) {
            response
              .status(502)
              .json({ error: `Databricks answered ${answer.status}` });
            return;
          }
          response.json(await answer.json());
        });
        httpRouter.use(router);
      },
    });
  },
});
