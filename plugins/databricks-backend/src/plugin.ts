import {
  coreServices,
  createBackendPlugin,
} from '@backstage/backend-plugin-api';
import { metricsServiceRef } from '@backstage/backend-plugin-api/alpha';
import { catalogServiceRef } from '@backstage/plugin-catalog-node';
import { notificationService } from '@backstage/plugin-notifications-node';
import { signalsServiceRef } from '@backstage/plugin-signals-node';
import { databricksEncryptionKeysExtensionPoint } from '@backstage-databricks/plugin-databricks-node';
import { createAccess } from './access';
import { createAdministration } from './administration';
import { createChecks } from './checks';
import { createConfig, KeySource, oneKeySource } from './config';
import { createConnections } from './connections';
import { openDatabase } from './database';
import { createWorkspaceClient } from './databricks';
import { createSealer, createSweep } from './encryption';
import { createFabrics } from './fabrics';
import { createGrants, sealedTokens } from './grants';
import { AnswersInFlight, createRootPage, createRouter } from './http';
import { createNotifications } from './notifications';
import { createPortal } from './portal';
import { createProbes } from './probes';
import { createSettings, sealedSecrets } from './settings';
import { CALLBACK_ROUTE_PATH, createSignIn, sealedVerifiers } from './signIn';

const deps = {
  auditor: coreServices.auditor,
  auth: coreServices.auth,
  catalog: catalogServiceRef,
  database: coreServices.database,
  httpAuth: coreServices.httpAuth,
  httpRouter: coreServices.httpRouter,
  lifecycle: coreServices.lifecycle,
  logger: coreServices.logger,
  metrics: metricsServiceRef,
  notifications: notificationService,
  permissions: coreServices.permissions,
  permissionsRegistry: coreServices.permissionsRegistry,
  rootConfig: coreServices.rootConfig,
  rootHttpRouter: coreServices.rootHttpRouter,
  scheduler: coreServices.scheduler,
  signals: signalsServiceRef,
  userInfo: coreServices.userInfo,
};

/** The services of Backstage that the rooms are built on. */
export type Services = {
  [Name in keyof typeof deps]: (typeof deps)[Name]['T'];
};

export const sealedTables = [sealedTokens, sealedVerifiers, sealedSecrets];

/** Builds the rooms, each from those before it. */
export async function createRooms(services: Services, keySource?: KeySource) {
  const { logger } = services;
  const portal = createPortal(services);
  const { config, readConfig } = await createConfig({ services, keySource });
  const knex = await openDatabase(services);
  const sealer = await createSealer({ config, knex });
  const defined = await createSettings({
    base: { knex, logger, sealer },
    config,
    readConfig,
    rootConfig: services.rootConfig,
  });
  const { settings } = defined;
  const databricks = createWorkspaceClient(
    () => settings.current().config,
    logger,
  );
  const base = { databricks, knex, logger, sealer, settings };
  const access = createAccess({ base, services });
  const grants = createGrants({ base, portal, access });
  const connections = createConnections({
    base,
    services,
    portal,
    access,
    grants,
  });
  const fabrics = createFabrics({ base, access, grants, connections });
  const signIn = createSignIn({ base, portal, access, grants, connections });
  const sweeping = createSweep({
    base,
    portal,
    tables: sealedTables,
  });
  const probes = createProbes({
    base,
    portal,
    access,
    grants,
    connections,
    fabrics,
  });
  const checks = createChecks({
    base,
    portal,
    access,
    grants,
    connections,
    fabrics,
    probes,
    signIn,
    sweep: sweeping.sweep,
  });
  const administration = createAdministration({
    base,
    portal,
    defined,
    access,
    grants,
    connections,
    probes,
    checks,
    sweep: sweeping.sweep,
  });
  const notifications = createNotifications({
    base,
    portal,
    grants,
    checks,
  });
  return {
    portal,
    settings,
    routes: [
      fabrics,
      probes,
      signIn,
      connections,
      grants,
      checks,
      administration,
    ].flatMap(room => room.routes),
    metadataRoute: signIn.metadataRoute,
    tasks: [
      connections,
      fabrics,
      signIn,
      sweeping,
      checks,
      administration,
      notifications,
    ].flatMap(room => room.tasks),
    async stop() {
      await Promise.all([
        settings.close(),
        signIn.stop(),
        grants.engine.stop(),
        checks.stop(),
      ]);
      await connections.noteUses().catch(() => {});
    },
  };
}

/**
 * Databricks OAuth for Backstage: sign-in of users at Databricks, their encrypted tokens, and fabrics.
 *
 * @public
 */
export const databricksPlugin = createBackendPlugin({
  pluginId: 'databricks',
  register(env) {
    const keys = oneKeySource();
    env.registerExtensionPoint(databricksEncryptionKeysExtensionPoint, keys);
    env.registerInit({
      deps,
      async init(services) {
        const rooms = await createRooms(services, keys.current);
        const { metadataRoute, portal, routes, settings, tasks } = rooms;
        const { audit } = portal;
        const { httpRouter, lifecycle, logger, rootHttpRouter } = services;
        const keepFresh = () => settings.keepFresh();
        const answers = new AnswersInFlight();

        const options = { audit, answers, logger };
        httpRouter.use(createRouter({ routes, keepFresh, ...options }));
        httpRouter.addAuthPolicy({
          path: CALLBACK_ROUTE_PATH,
          allow: 'unauthenticated',
        });
        if (settings.current().config.serveMetadataCallback) {
          rootHttpRouter.use(
            metadataRoute.path,
            createRootPage(metadataRoute, options),
          );
        }
        const work = await portal.schedule(tasks, keepFresh);
        lifecycle.addShutdownHook(async () => {
          await Promise.all([work.stop(), rooms.stop(), answers.sent()]);
        });
      },
    });
  },
});
