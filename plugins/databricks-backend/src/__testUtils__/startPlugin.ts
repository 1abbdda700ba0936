import {
  BackendFeature,
  createServiceFactory,
  coreServices,
} from '@backstage/backend-plugin-api';
import {
  mockCredentials,
  mockServices,
  startTestBackend,
  TestBackend,
  TestDatabaseId,
  TestDatabases,
} from '@backstage/backend-test-utils';
import {
  Simulator,
  signInAs,
  startSimulator,
} from '@backstage-databricks/databricks-simulator';
import { JsonObject } from '@backstage/types';
import { AuthorizeResult } from '@backstage/plugin-permission-common';
import { Knex } from 'knex';
import { randomBytes } from 'node:crypto';
import request from 'supertest';
import databricksPlugin from '..';
import { memoryDatabase } from './memoryDatabase';

/** Teams of the people in tests. */
export const TEAMS: Record<string, string[]> = {
  'user:default/alice': ['group:default/analytics'],
  'user:default/bob': ['group:default/platform'],
  'user:default/mallory': ['group:default/marketing'],
};

export const alice = mockCredentials.user.header('user:default/alice');
export const bob = mockCredentials.user.header('user:default/bob');
export const mallory = mockCredentials.user.header('user:default/mallory');

/** The app connection of the configuration. */
export const APP_CONNECTION = {
  clientId: '11111111-2222-3333-4444-555555555555',
  clientSecret: 'app-connection-secret',
};

const userInfo = createServiceFactory({
  service: coreServices.userInfo,
  deps: { auth: coreServices.auth },
  factory: ({ auth }) => ({
    async getUserInfo(credentials) {
      if (!auth.isPrincipal(credentials, 'user')) {
        throw new Error('Not a user');
      }
      const { userEntityRef } = credentials.principal;
      return {
        userEntityRef,
        ownershipEntityRefs: [userEntityRef, ...(TEAMS[userEntityRef] ?? [])],
      };
    },
  }),
});

export type StartedPlugin = {
  backend: TestBackend;
  knex: Knex;
  simulator: Simulator;
  /** What it was configured with. */
  databricks: JsonObject;
  stop(): Promise<void>;
  /** Changes app-config while the plugin runs, as a changed file does. */
  reconfigure(change: {
    databricks: JsonObject;
    rootConfig?: JsonObject;
  }): void;
  /** As the given user, or without credentials. */
  as(headers?: string): ReturnType<typeof request.agent>;
  /** Signs in through the simulator and requests the callback, as one browser would. */
  connect(
    user: string,
    options?: { fabric?: string; person?: string },
  ): Promise<{ id: string; status: number; html: string }>;
};

/** Configuration with one fabric of each kind on a simulator. */
export function databricksConfig(workspaceUrl: string): JsonObject {
  return {
    admins: ['group:default/platform'],
    encryption: {
      primaryKey: 'k1',
      keys: { k1: { secret: randomBytes(32).toString('base64') } },
    },
    appConnections: {
      default: {
        title: 'Databricks',
        ...APP_CONNECTION,
      },
    },
    fabrics: {
      'analytics-dev': {
        title: 'Analytics (dev)',
        type: 'sql',
        owner: 'group:default/analytics',
        workspaceUrl,
        warehouseId: 'abc123',
      },
      studio: {
        type: 'prophecy',
        owner: 'group:default/analytics',
        workspaceUrl,
        warehouseId: 'abc123',
      },
      nightly: {
        type: 'prophecy',
        oauthType: 'm2m',
        owner: 'group:default/analytics',
        workspaceUrl,
        warehouseId: 'abc123',
        servicePrincipal: {
          clientId: 'sp-nightly',
          clientSecret: 'sp-nightly-secret',
        },
      },
      operations: {
        type: 'spark',
        owner: 'group:default/platform',
        workspaceUrl,
      },
      everybody: { type: 'sql', owner: '*', workspaceUrl, warehouseId: 'abc1' },
    },
  };
}

/**
 * The plugin in a test backend, on a real database, with a simulated workspace over real HTTP.
 */
export async function startPlugin(options?: {
  databases?: { databases: TestDatabases; id: TestDatabaseId };
  /** A database that outlives the plugin. */
  knex?: Knex;
  configure?: (config: JsonObject) => JsonObject;
  rootConfig?: JsonObject;
  simulator?: Parameters<typeof startSimulator>[0];
  /** Default: a policy that allows everything to everybody, as in a new app. */
  permissions?: BackendFeature;
  /** More services, such as an auditor that remembers. */
  features?: BackendFeature[];
}): Promise<StartedPlugin> {
  const baseUrl = 'http://localhost:7007';
  const simulator = await startSimulator({
    clients: [
      {
        ...APP_CONNECTION,
        redirectUris: [
          `${baseUrl}/api/databricks/oauthredirect`,
          `${baseUrl}/metadata/oauthCallback`,
        ],
      },
    ],
    servicePrincipals: [
      { clientId: 'sp-nightly', clientSecret: 'sp-nightly-secret' },
    ],
    ...options?.simulator,
  });
  const defaults = databricksConfig(simulator.url);
  const databricks = options?.configure?.(defaults) ?? defaults;
  const knex = options?.knex ?? (await openDatabase(options?.databases));
  const data = {
    app: { baseUrl: 'http://localhost:3000' },
    backend: { baseUrl },
    permission: { enabled: true },
    ...options?.rootConfig,
    databricks,
  };
  const config = mockServices.rootConfig({ data });
  const backend = await startTestBackend({
    features: [
      databricksPlugin,
      userInfo,
      options?.permissions ??
        mockServices.permissions.factory({ result: AuthorizeResult.ALLOW }),
      createServiceFactory({
        service: coreServices.rootConfig,
        deps: {},
        factory: () => config,
      }),
      mockServices.database.mock({ getClient: async () => knex }).factory,
      ...(options?.features ?? []),
    ],
  });
  const as: StartedPlugin['as'] = header => {
    const agent = request.agent(backend.server);
    return header ? agent.set('Authorization', header) : agent;
  };
  return {
    backend,
    knex,
    simulator,
    databricks,
    async stop() {
      await backend.stop();
      if (!options?.knex) {
        await knex.destroy();
      }
      await simulator.stop();
    },
    reconfigure({ databricks: changed, rootConfig }) {
      config.update({ data: { ...data, ...rootConfig, databricks: changed } });
    },
    as,
    async connect(user, { fabric = 'analytics-dev', person } = {}) {
      const started = await as(user)
        .post('/api/databricks/sign-ins')
        .send({ fabric });
      const callback = new URL(
        await signInAs(started.body.authorizationUrl, person),
      );
      const page = await request(backend.server)
        .get(callback.pathname + callback.search)
        .set('Cookie', started.headers['set-cookie'][0].split(';')[0]);
      return { id: started.body.id, status: page.status, html: page.text };
    },
  };
}

async function openDatabase(from?: {
  databases: TestDatabases;
  id: TestDatabaseId;
}): Promise<Knex> {
  return from ? from.databases.init(from.id) : memoryDatabase();
}
