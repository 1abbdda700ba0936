import { randomBytes } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  Account,
  startSimulator,
  type Simulator,
} from '@backstage-databricks/databricks-simulator';
import type { Connection } from '@backstage-databricks/plugin-databricks-common';
import type { JsonObject } from '@backstage/types';
import demoWorkspaces from 'backend/demo-workspaces.json';
import getPort from 'get-port';
import { dumpDatabase } from '../src/databases/dumpDatabase';
import { forgetSignIns } from './forgetSignIns';
import {
  startBackendProcess,
  type BackendProcess,
} from '../src/processes/startBackendProcess';
import { addConnections, removeConnections } from './addConnections';
import { buildApp } from './buildApp';
import { removeDefinitions } from './removeDefinitions';
import { serveApp } from './serveApp';

/** The demo portal on free ports: the app, its backend on SQLite, and two simulated workspaces. */
export type Portal = {
  /** The origin of the app. */
  url: string;
  /**
   * The workspaces for development and for production, with their counters and faults. As some identity providers do,
   * that for production cuts the sign-in window off from the portal (`Cross-Origin-Opener-Policy`).
   */
  simulators: readonly [Simulator, Simulator];
  /** The running backend; another one after a restart. */
  readonly backend: BackendProcess;
  /** What the backends have written so far. */
  logs(): string;
  /** Stops the backend and starts another one on the same port and database. */
  restartBackend(): Promise<void>;
  /** Everything that the database holds, as text. */
  databaseDump(): Promise<string>;
  /** What a person of the demo is connected to. */
  connections(person: Person): Promise<Connection[]>;
  /** Adds so many connections of people whom nobody knows, to the workspace for development. */
  addConnections(count: number): Promise<void>;
  /** Makes the backend forget the sign-ins that have not ended, as it does when they take too long. */
  forgetSignIns(): Promise<void>;
  /**
   * Ends all connections and faults, removes what was added in the portal, and registers the app connection as it
   * should be.
   */
  reset(): Promise<void>;
  stop(): Promise<void>;
};

/** A person of the demo. */
export type Person = 'alice' | 'bob';

/** What nobody can do without: who administers, and a key. */
const nothingElse = () => ({
  admins: ['group:default/platform'],
  encryption: {
    primaryKey: 'first',
    keys: { first: { secret: randomBytes(32).toString('base64') } },
  },
});

export async function startPortal(
  options: {
    /** App-config defines no app connection and no fabric. */
    empty?: boolean;
    /** Merged over the configuration of the demo. */
    config?: JsonObject;
  } = {},
): Promise<Portal> {
  const folder = await buildApp();
  const [port, backendPort] = [await getPort(), await getPort()];
  const url = `http://localhost:${port}`;
  const backendUrl = `http://localhost:${backendPort}`;
  const directory = await mkdtemp(join(tmpdir(), 'databricks-portal-'));
  const database = { client: 'better-sqlite3', directory } as const;

  const account = new Account();
  const clients = demoWorkspaces.clients.map(client => ({
    ...client,
    redirectUris: client.redirectUris.map(redirectUri =>
      redirectUri.replace('http://localhost:7007', backendUrl),
    ),
  }));
  const simulatorOptions = {
    account,
    clients,
    servicePrincipals: demoWorkspaces.servicePrincipals,
  };
  const simulators = [
    await startSimulator(simulatorOptions),
    await startSimulator({
      ...simulatorOptions,
      crossOriginOpenerPolicy: 'same-origin',
    }),
  ] as const;
  const stopApp = await serveApp({ folder, port, backendUrl });
  const databricks = options.empty ? nothingElse() : undefined;
  const startBackend = () =>
    startBackendProcess({
      database,
      databricks,
      config: options.config,
      port: backendPort,
      appBaseUrl: url,
      workspaces: [simulators[0].url, simulators[1].url],
      // Its schedule asks for tokens on its own, and tests count them
      leaveOut: ['example'],
      env: { LOG_LEVEL: 'debug' },
    });
  let backend = await startBackend();
  let earlierLogs = '';

  async function connections(person: Person): Promise<Connection[]> {
    const { body } = await backend.client.request(
      '/api/databricks/connections',
      { as: person },
    );
    return JSON.parse(body).items;
  }

  return {
    url,
    simulators,
    get backend() {
      return backend;
    },
    logs: () => earlierLogs + backend.logs(),
    async restartBackend() {
      await backend.stop();
      earlierLogs += backend.logs();
      backend = await startBackend();
    },
    databaseDump: () => dumpDatabase(database),
    connections,
    addConnections: count =>
      addConnections(directory, {
        count,
        issuer: simulators[0].url,
        clientId: clients[0].clientId,
      }),
    forgetSignIns: () => forgetSignIns(directory),
    async reset() {
      simulators.forEach(simulator => simulator.faults.clear());
      clients.forEach(client => account.addAppConnection(client));
      for (const person of ['alice', 'bob'] as const) {
        for (const { id } of await connections(person)) {
          await backend.client.request(`/api/databricks/connections/${id}`, {
            method: 'DELETE',
            as: person,
          });
        }
      }
      await removeDefinitions(backend.client);
      await forgetSignIns(directory);
      await removeConnections(directory);
    },
    async stop() {
      await backend.stop();
      await stopApp();
      await Promise.all(simulators.map(simulator => simulator.stop()));
      await rm(directory, { recursive: true, force: true });
    },
  };
}
