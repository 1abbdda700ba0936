import { mockServices } from '@backstage/backend-test-utils';
import {
  signInAs,
  Simulator,
  SimulatorOptions,
  startSimulator,
} from '@backstage-databricks/databricks-simulator';
import { Knex } from 'knex';
import { randomBytes, randomUUID } from 'node:crypto';
import { DatabaseConnectionStore } from '../../connections/DatabaseConnectionStore';
import { memoryDatabase } from '../../__testUtils__/memoryDatabase';
import { databaseNow, databaseNowPlus } from '../../database/databaseTime';
import { openDatabase } from '../../database/migrate';
import {
  createWorkspaceClient,
  WorkspaceClient,
} from '../../databricks/createWorkspaceClient';
import { Sealer } from '../../encryption/Sealer';
import { ResolvedAppConnection } from '../../settings/SettingsSnapshot';
import { clientKey, GrantHolder } from '../Grant';
import { TokenEngine } from '../TokenEngine';
import { RenewalEvent } from '../TokenRenewal';
import { createTokenEngine } from '../createTokenEngine';
import { appConnectionOf, CLIENT_ID } from './appConnectionOf';

const REDIRECT_URI = 'http://localhost:7007/api/databricks/oauthredirect';
const CODE_VERIFIER = 'dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk';

/** A holder that is a user. */
export type UserHolder = GrantHolder & { kind: 'user' };

/** The token engine on a real database, with a simulated workspace over real HTTP. */
export type TestGrants = {
  knex: Knex;
  simulator: Simulator;
  databricks: WorkspaceClient;
  sealer: Sealer;
  store: DatabaseConnectionStore;
  /** What every engine has done. */
  events: RenewalEvent[];
  /** One more engine with a memory of its own, as another process has it. */
  replica(
    databricks?: WorkspaceClient,
    changes?: Partial<Parameters<typeof createTokenEngine>[0]>,
  ): TokenEngine;
  /** Signs in at the simulator and stores the connection. Again: a reconnect. */
  connect(
    user?: string,
    options?: Partial<ResolvedAppConnection>,
  ): Promise<UserHolder>;
  servicePrincipal(fabric?: string): GrantHolder & { kind: 'servicePrincipal' };
  row(holder: GrantHolder): Promise<Record<string, unknown>>;
  /** As if time had passed: so many milliseconds are left of the stored access token. */
  age(holder: GrantHolder, remainingMs: number): Promise<void>;
  /** As if the pause after a failure were over. */
  endPause(): Promise<void>;
  stop(): Promise<void>;
};

export async function startGrants(options?: {
  knex?: Knex;
  simulator?: SimulatorOptions;
  sealer?: Sealer;
}): Promise<TestGrants> {
  const simulator = await startSimulator({
    refreshTokens: 'singleUse',
    clients: [
      {
        clientId: CLIENT_ID,
        clientSecret: 'app-secret',
        redirectUris: [REDIRECT_URI],
      },
    ],
    servicePrincipals: [{ clientId: 'sp', clientSecret: 'sp-secret' }],
    ...options?.simulator,
  });
  const knex = await openDatabase({
    database: mockServices.database({
      knex: options?.knex ?? memoryDatabase(),
    }),
    logger: mockServices.rootLogger({ level: 'none' }),
  });
  const databricks = createTestClient();
  const sealer =
    options?.sealer ??
    new Sealer({
      primaryKey: 'k1',
      keys: new Map([['k1', randomBytes(32)]]),
    });
  const store = new DatabaseConnectionStore({ knex, sealer });
  const events: RenewalEvent[] = [];
  const rowsOf = (holder: GrantHolder) =>
    knex('grants').where({
      kind: holder.kind,
      owner: holder.owner,
      issuer: holder.workspaceUrl,
      ...(holder.kind === 'user'
        ? { app_connection: holder.appConnection.name }
        : { definition_hash: sealer.fingerprint(clientKey(holder)) }),
    });

  return {
    knex,
    simulator,
    databricks,
    sealer,
    store,
    events,
    replica: (client = databricks, changes) =>
      createTokenEngine({
        knex,
        sealer,
        databricks: client,
        onRenewal: event => events.push(event),
        ...changes,
      }),
    async connect(user = 'user:default/alice', changes) {
      const appConnection = appConnectionOf(changes);
      const state = randomUUID();
      const workspaceUrl = simulator.url;
      const common = {
        workspaceUrl,
        clientId: appConnection.clientId,
        redirectUri: REDIRECT_URI,
        scopes: appConnection.scopes,
        state,
        codeVerifier: CODE_VERIFIER,
      };
      const callback = await signInAs(
        await databricks.buildAuthorizationUrl(common),
      );
      const tokens = await databricks.exchangeAuthorizationCode({
        ...common,
        clientSecret: appConnection.clientSecret,
        callbackParameters: new URL(callback).searchParams,
      });
      await knex.transaction(trx =>
        store.putConnection(trx, {
          requestedAt: performance.now(),
          userEntityRef: user,
          issuer: workspaceUrl,
          appConnection: appConnection.name,
          clientId: appConnection.clientId,
          databricksUser: { id: '1', userName: user },
          tokens: { ...tokens, refreshToken: tokens.refreshToken! },
        }),
      );
      return { kind: 'user', owner: user, workspaceUrl, appConnection };
    },
    servicePrincipal: (fabric = 'nightly') => ({
      kind: 'servicePrincipal',
      owner: fabric,
      workspaceUrl: simulator.url,
      clientId: 'sp',
      clientSecret: 'sp-secret',
      scopes: ['all-apis'],
    }),
    row: holder => rowsOf(holder).first(),
    async age(holder, remainingMs) {
      await rowsOf(holder).update({
        access_token_expires_at: databaseNowPlus(knex, remainingMs),
        access_token_received_at: databaseNowPlus(
          knex,
          remainingMs - 3_600_000,
        ),
      });
    },
    async endPause() {
      await knex('grants').update({ retry_at: databaseNow(knex) });
    },
    async stop() {
      await simulator.stop();
      await knex.destroy();
    },
  };
}

/** Of one process: it has its own limit of calls at a time. */
export function createTestClient(): WorkspaceClient {
  return createWorkspaceClient(() => ({
    allowedHosts: [],
    allowPrivateNetwork: false,
    production: false,
  }));
}
