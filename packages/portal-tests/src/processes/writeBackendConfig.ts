import { readFile, writeFile } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import type { JsonObject } from '@backstage/types';
import { parse } from 'yaml';
import type { BackendDatabase } from '../databases/BackendDatabase';

const demoConfigFile = resolve(
  dirname(require.resolve('backend/package.json')),
  '../../app-config.yaml',
);

export type BackendConfigOptions = {
  database: BackendDatabase;
  port: number;
  /** What browsers and Databricks see. Default: `http://localhost:<port>`. */
  baseUrl?: string;
  /** The origin of the app. Default: that of the demo. */
  appBaseUrl?: string;
  /** The URLs of two running workspaces that take the place of ports 8020 and 8021. */
  workspaces?: readonly [string, string];
  /** Takes the place of the whole `databricks` section of the demo. */
  databricks?: JsonObject;
  /** Merged over everything else, as a second configuration file. */
  config?: JsonObject;
};

/**
 * Writes the configuration of a backend process: that of the demo, with another port and database, and with what
 * the options replace or add.
 *
 * @returns the paths of the files, those of higher priority last
 */
export async function writeBackendConfig(
  directory: string,
  options: BackendConfigOptions,
): Promise<string[]> {
  const demo: JsonObject = parse(await readFile(demoConfigFile, 'utf8'));
  const appBaseUrl = options.appBaseUrl ?? 'http://localhost:3000';
  const files: Record<string, JsonObject | undefined> = {
    base: {
      ...demo,
      app: { ...(demo.app as JsonObject), baseUrl: appBaseUrl },
      databricks:
        options.databricks ?? demoDatabricks(demo, options.workspaces),
      backend: {
        ...(demo.backend as JsonObject),
        baseUrl: options.baseUrl ?? `http://localhost:${options.port}`,
        listen: { port: options.port },
        cors: { origin: appBaseUrl, credentials: true },
        database: databaseConfig(options.database),
      },
    },
    extra: options.config,
  };
  const paths: string[] = [];
  for (const [name, content] of Object.entries(files)) {
    if (content) {
      const path = join(directory, `${name}.json`);
      await writeFile(path, JSON.stringify(content), { mode: 0o600 });
      paths.push(path);
    }
  }
  return paths;
}

function demoDatabricks(
  demo: JsonObject,
  workspaces?: readonly [string, string],
): JsonObject {
  const section = JSON.stringify(demo.databricks);
  return JSON.parse(
    workspaces
      ? section
          .replaceAll('http://127.0.0.1:8020', workspaces[0])
          .replaceAll('http://127.0.0.1:8021', workspaces[1])
      : section,
  );
}

function databaseConfig(database: BackendDatabase): JsonObject {
  if (database.client === 'better-sqlite3') {
    return {
      client: database.client,
      connection: { directory: database.directory },
    };
  }
  const server = new URL(database.connectionString);
  return {
    client: database.client,
    prefix: database.prefix,
    connection: {
      host: server.hostname,
      port: Number(server.port || 5432),
      user: decodeURIComponent(server.username),
      password: decodeURIComponent(server.password),
    },
  };
}
