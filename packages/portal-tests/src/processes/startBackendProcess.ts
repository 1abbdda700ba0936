import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import getPort from 'get-port';
import { waitUntil } from '../waitUntil';
import { BackendClient } from './BackendClient';
import {
  writeBackendConfig,
  type BackendConfigOptions,
} from './writeBackendConfig';

export type BackendProcessOptions = Omit<BackendConfigOptions, 'port'> & {
  /** Default: a free one. */
  port?: number;
  /** Plugins that are not needed: a start is quicker without them. */
  leaveOut?: readonly string[];
  /** A file that is loaded before everything else. */
  preload?: string;
  /** For instance `LOG_LEVEL` and `DATABRICKS_DEMO_LOG_FORMAT`. */
  env?: Record<string, string>;
};

export type BackendProcess = {
  /** Where this process listens. */
  url: string;
  port: number;
  pid: number;
  startedInMs: number;
  client: BackendClient;
  /** What it was configured with; gone when it has ended. */
  configFiles: readonly string[];
  /** Everything that it wrote so far, to stdout and stderr. */
  logs(): string;
  /** SIGTERM. The exit code comes after a graceful stop. */
  stop(): Promise<number | null>;
  /** SIGKILL. */
  kill(): Promise<void>;
};

const packageDirectory = dirname(require.resolve('backend/package.json'));

/** A start takes a third less time with the compiled code of the one before. */
const compileCache = resolve(
  packageDirectory,
  '../../node_modules/.cache/databricks-backend-process',
);

/** A first start on a busy machine: compiling, nine migrations, and the catalog's first round. */
const START_TIMEOUT_MS = 120_000;

/** Backstage gives its plugins 30 s to stop. */
const STOP_TIMEOUT_MS = 40_000;

/**
 * Starts the demo's backend as a process of its own and waits until both people of the demo can sign in.
 * It ends with `stop()` or `kill()`, and at the latest with the process that started it.
 */
export async function startBackendProcess(
  options: BackendProcessOptions,
): Promise<BackendProcess> {
  const startedAt = performance.now();
  const port = options.port ?? (await getPort());
  const url = `http://localhost:${port}`;
  const directory = await mkdtemp(join(tmpdir(), 'databricks-backend-'));
  const configFiles = await writeBackendConfig(directory, {
    ...options,
    port,
  });
  const child = spawn(
    process.execPath,
    [
      '--enable-source-maps',
      '--require',
      require.resolve('@backstage/cli-node/config/nodeTransform.cjs'),
      '--require',
      require.resolve('./exitWithParent.cjs'),
      ...(options.preload ? ['--require', options.preload] : []),
      'src/index.ts',
      ...configFiles.flatMap(file => ['--config', file]),
    ],
    {
      cwd: packageDirectory,
      stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
      env: {
        ...process.env,
        NODE_ENV: 'development',
        NODE_COMPILE_CACHE: compileCache,
        DATABRICKS_DEMO_LEAVE_OUT: (options.leaveOut ?? []).join(','),
        ...options.env,
      },
    },
  );
  let logs = '';
  const keep = (chunk: string) => (logs += chunk);
  child.stdout?.setEncoding('utf8').on('data', keep);
  child.stderr?.setEncoding('utf8').on('data', keep);

  async function end(signal: NodeJS.Signals): Promise<number | null> {
    const code = await endProcess(child, signal);
    await rm(directory, { recursive: true, force: true });
    return code;
  }

  const client = new BackendClient(url);
  try {
    await waitUntil('The backend is ready', START_TIMEOUT_MS, async () => {
      const endedWith = child.exitCode ?? child.signalCode;
      if (endedWith !== null) {
        throw new Error(`The backend ended with ${endedWith}`);
      }
      return client.ready();
    });
  } catch (error) {
    await end('SIGKILL');
    throw new Error(`${(error as Error).message}\n${tellingLines(logs)}`);
  }

  return {
    url,
    port,
    pid: child.pid!,
    startedInMs: performance.now() - startedAt,
    client,
    configFiles,
    logs: () => logs,
    stop: () => end('SIGTERM'),
    async kill() {
      await end('SIGKILL');
    },
  };
}

async function endProcess(
  child: ChildProcess,
  signal: NodeJS.Signals,
): Promise<number | null> {
  if (child.exitCode === null && child.signalCode === null) {
    const exited = once(child, 'exit');
    const tooLate = setTimeout(() => child.kill('SIGKILL'), STOP_TIMEOUT_MS);
    child.kill(signal);
    await exited;
    clearTimeout(tooLate);
  }
  return child.exitCode;
}

function tellingLines(logs: string): string {
  return logs
    .split('\n')
    .filter(line => !line.includes('incomingRequest'))
    .slice(-40)
    .join('\n');
}
