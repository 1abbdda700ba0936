import {
  AuditorService,
  AuthService,
  DatabaseService,
  HttpAuthService,
  LoggerService,
  PermissionsRegistryService,
  PermissionsService,
  RootConfigService,
  UserInfoService,
} from '@backstage/backend-plugin-api';
import { MetricsService } from '@backstage/backend-plugin-api/alpha';
import { CatalogService } from '@backstage/plugin-catalog-node';
import { SignalsService } from '@backstage/plugin-signals-node';
import {
  databricksFabricPermissions,
  databricksSettingsUpdatePermission,
} from '@backstage-databricks/plugin-databricks-common';
import { Access, Callers, databricksFabricResourceRef, fabricRules, RateLimiter } from './access';
import { createAdministration } from './administration';
import { DatabricksConfig, readDatabricksConfig, askKeySource, KeySource } from './config';
import { connectionResources } from './connections';
import { openDatabase } from './database';
import { createWorkspaceClient } from './databricks';
import { checkKeys, DatabaseKeyCheckStore, Sealer } from './encryption';
import { Fabrics, fabricResources } from './fabrics';
import { FabricTokens, createGrants, tokenResources, recordRenewal } from './grants';
import { CallbackOptions, Resource } from './http';
import { AuditTrail, ChangeSignals, DatabricksMetrics, ScheduledTask } from './portal';
import { FabricProbe } from './probes';
import { DatabaseDefinitionStore, DefinitionSecrets, LiveSettings } from './settings';
import { signInResources, DatabaseSignInStore, removeOldSignIns, SignInExchange, SignIns } from './signIn';
import { createStoredCounts } from './storedCounts';

/**
 * Of one address at one replica. An office behind one address makes a few; guessing 256 bits of state would need all
 * there are.
 */
const MAX_FAILING_CALLBACKS_PER_MINUTE = 300;

/** The services of Backstage that the rooms are built on. */
export type RoomServices = {
  auditor: AuditorService;
  auth: AuthService;
  catalog: CatalogService;
  database: DatabaseService;
  httpAuth: HttpAuthService;
  logger: LoggerService;
  metrics: MetricsService;
  permissions: PermissionsService;
  permissionsRegistry: PermissionsRegistryService;
  rootConfig: RootConfigService;
  signals: SignalsService;
  userInfo: UserInfoService;
  /** Where a module provides the encryption keys. */
  keySource?: KeySource;
};

/** The rooms, as the plugin mounts and runs them. */
export type Rooms = {
  settings: LiveSettings;
  resources: Resource[];
  callback: CallbackOptions;
  tasks: ScheduledTask[];
  /** Waits for what is in flight. */
  stop(): Promise<void>;
};

/**
 * Builds the rooms, from the configuration up to the routes.
 *
 * @throws Error that names every bad key of the configuration, or what is wrong with the database or a key
 */
export async function createRooms(services: RoomServices): Promise<Rooms> {
  const { logger, permissionsRegistry } = services;

  const encryptionKeys =
    services.keySource && (await askKeySource(services.keySource));
  const readConfig = (started?: DatabricksConfig) =>
    readDatabricksConfig(services.rootConfig, { encryptionKeys, started });
  const config = readConfig();
  const knex = await openDatabase(services);
  const sealer = new Sealer(config.encryption);
  await checkKeys({
    sealer,
    store: new DatabaseKeyCheckStore({ knex }),
  });
  const definitions = new DatabaseDefinitionStore({ knex });
  const secrets = new DefinitionSecrets({ sealer });
  const settings = await LiveSettings.create({
    config,
    definitions,
    secrets,
    logger,
  });
  settings.watch(services.rootConfig, readConfig);

  permissionsRegistry.addResourceType({
    resourceRef: databricksFabricResourceRef,
    permissions: databricksFabricPermissions,
    rules: fabricRules,
    getResources: async names =>
      names.map(name => settings.current().fabrics.get(name)),
  });
  permissionsRegistry.addPermissions([databricksSettingsUpdatePermission]);

  const databricks = createWorkspaceClient(() => settings.current().config);
  const audit = new AuditTrail(services);
  const changeSignals = new ChangeSignals(services);
  const metrics = new DatabricksMetrics(services);
  metrics.observe(createStoredCounts({ knex, sealer }));
  const callers = new Callers({ ...services, settings });
  const access = new Access({
    permissions: services.permissions,
    ruleset: permissionsRegistry.getPermissionRuleset(
      databricksFabricResourceRef,
    ),
    settings,
  });
  const { grants, engine, uses, connections, servicePrincipals, tasks } =
    createGrants({
      knex,
      sealer,
      databricks,
      settings,
      logger,
      onRenewal: event => recordRenewal(event, { audit, metrics }),
    });
  const tokens = new FabricTokens({ settings, engine, metrics });
  const fabricTest = new FabricProbe({ tokens, databricks });
  const fabrics = new Fabrics({
    settings,
    connections,
    servicePrincipals,
  });
  const signInStore = new DatabaseSignInStore({ knex, sealer });
  const signIns = new SignIns({
    store: signInStore,
    exchange: new SignInExchange({
      store: signInStore,
      grants,
      engine,
      settings,
      databricks,
      logger,
    }),
    settings,
    databricks,
    logger,
  });

  const administration = createAdministration({
    access,
    audit,
    auth: services.auth,
    callers,
    catalog: services.catalog,
    changeSignals,
    databricks,
    definitions,
    engine,
    knex,
    logger,
    sealer,
    secrets,
    servicePrincipals,
    settings,
    tokens,
  });
  const rooms = {
    ...administration,
    callers,
    access,
    audit,
    changeSignals,
    connections,
    fabrics,
    fabricTest,
    signIns,
    tokens,
  };
  return {
    settings,
    resources: [
      ...fabricResources(rooms),
      ...signInResources(rooms),
      ...connectionResources(rooms),
      ...tokenResources(rooms),
      ...administration.resources,
    ],
    callback: {
      signIns,
      settings,
      audit,
      changeSignals,
      metrics,
      limiter: new RateLimiter({
        maxPerMinute: MAX_FAILING_CALLBACKS_PER_MINUTE,
      }),
    },
    tasks: [
      ...tasks,
      {
        id: 'databricks-remove-old-sign-ins',
        everyMinutes: 60,
        run: async signal => {
          await removeOldSignIns(knex, signal);
        },
      },
      ...administration.tasks,
    ],
    async stop() {
      settings.close();
      await Promise.all([signIns.settled(), engine.stop()]);
      await uses.flush().catch(() => {});
    },
  };
}
