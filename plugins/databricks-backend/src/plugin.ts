import {
  coreServices,
  createBackendPlugin,
} from '@backstage/backend-plugin-api';
import { metricsServiceRef } from '@backstage/backend-plugin-api/alpha';
import { catalogServiceRef } from '@backstage/plugin-catalog-node';
import { signalsServiceRef } from '@backstage/plugin-signals-node';
import { databricksEncryptionKeysExtensionPoint } from '@backstage-databricks/plugin-databricks-node';
import type { RequestHandler } from 'express';
import { KeySource } from './config';
import { CALLBACK_PATH, createMetadataRouter, createRouter } from './http';
import { scheduleTasks } from './portal';
import { createRooms } from './rooms';
import { callbackPath } from './signIn';

/**
 * Databricks OAuth for Backstage: sign-in of users at Databricks, their encrypted tokens, and fabrics.
 *
 * @public
 */
export const databricksPlugin = createBackendPlugin({
  pluginId: 'databricks',
  register(env) {
    let keySource: KeySource | undefined;
    env.registerExtensionPoint(databricksEncryptionKeysExtensionPoint, {
      setKeySource(source) {
        if (keySource) {
          throw new Error(
            'databricksEncryptionKeysExtensionPoint has a source of keys already: one module alone may set it',
          );
        }
        keySource = source;
      },
    });
    env.registerInit({
      deps: {
        auditor: coreServices.auditor,
        auth: coreServices.auth,
        catalog: catalogServiceRef,
        database: coreServices.database,
        httpAuth: coreServices.httpAuth,
        httpRouter: coreServices.httpRouter,
        lifecycle: coreServices.lifecycle,
        logger: coreServices.logger,
        metrics: metricsServiceRef,
        permissions: coreServices.permissions,
        permissionsRegistry: coreServices.permissionsRegistry,
        rootConfig: coreServices.rootConfig,
        rootHttpRouter: coreServices.rootHttpRouter,
        scheduler: coreServices.scheduler,
        signals: signalsServiceRef,
        userInfo: coreServices.userInfo,
      },
      async init(services) {
        const { httpRouter, lifecycle, logger, rootHttpRouter, scheduler } =
          services;
        const { settings, resources, callback, tasks, stop } =
          await createRooms({ ...services, keySource });

        const keepFresh: RequestHandler = (_request, _response, next) => {
          settings.keepFresh().then(() => next(), next);
        };
        httpRouter.use(
          createRouter({ resources, callback, logger, keepFresh }),
        );
        httpRouter.addAuthPolicy({
          path: CALLBACK_PATH,
          allow: 'unauthenticated',
        });
        if (settings.current().config.serveMetadataCallback) {
          const path = callbackPath('metadata');
          rootHttpRouter.use(
            path,
            createMetadataRouter({ path, callback, logger, keepFresh }),
          );
        }
        const work = await scheduleTasks({
          scheduler,
          logger,
          settings,
          tasks,
        });
        lifecycle.addShutdownHook(async () => {
          await Promise.all([work.stop(), stop()]);
        });
      },
    });
  },
});
