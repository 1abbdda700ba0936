import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { npmCommand } from '../npmCommand.mjs';
import { poll } from '../poll.mjs';
import { portsInUse } from '../portsInUse.mjs';
import { repoRoot } from '../repoRoot.mjs';
import { commandLine, descendants, stillRunning } from './descendants.mjs';
import { temporaryFolder } from './temporaryFolder.mjs';

const PORTS = [3000, 7007, 8020, 8021].map(port => ({ port }));

/** Compiling the app on a small and busy machine. */
const READY_TIMEOUT_MS = 4 * 60_000;

/** What the launcher allows its programs, and a little. */
const STOP_TIMEOUT_MS = 30_000;

/** Lets the backend write down its SIGTERMs, and take some time to stop, in which a second one would be noticed. */
const countSignals = file => `
  if (/packages.backend.src.index$/.test(process.argv[1] ?? '')) {
    process.on('SIGTERM', () => require('node:fs').appendFileSync(${JSON.stringify(
      file,
    )}, 'TERM\\n'));
    const { exit } = process;
    process.exit = code => setTimeout(() => exit(code), 500);
  }
`;

/** Runs `npm start` on an empty database, in a process group of its own as a terminal does. */
export function npmStart(t) {
  const folder = temporaryFolder(t);
  const signals = join(folder, 'signals');
  const preload = join(folder, 'count-signals.cjs');
  writeFileSync(preload, countSignals(signals));
  const [command, ...args] = npmCommand();
  const npm = spawn(command, [...args, 'start'], {
    cwd: repoRoot,
    detached: true,
    stdio: ['ignore', 'pipe', 'pipe'],
    env: {
      ...process.env,
      NODE_OPTIONS: `--require "${preload}"`,
      APP_CONFIG_backend_database_connection_directory: join(folder, 'data'),
    },
  });
  let output = '';
  npm.stdout.on('data', chunk => (output += chunk));
  npm.stderr.on('data', chunk => (output += chunk));
  const exited = once(npm, 'exit');
  // A test that is stopped takes its portal with it, since the launcher notices the end of npm.
  process.once('exit', () => npm.kill('SIGKILL'));
  process.once('SIGTERM', () => process.exit(1));

  let known = [];
  const running = () => {
    known = [...new Set([...known, ...descendants(npm.pid)])];
    return stillRunning(known);
  };
  t.after(() => {
    for (const pid of running()) {
      process.kill(pid, 'SIGKILL');
    }
  });

  const until = async (what, timeoutMs, attempt) => {
    const result = await poll(attempt, { timeoutMs, intervalMs: 100 });
    if (!result) {
      throw new Error(`${what}: not within ${timeoutMs} ms\n${output}`);
    }
    return result;
  };
  return {
    npm: npm.pid,
    exited,
    output: () => output,
    /** Process IDs. */
    launcher: () =>
      running().find(
        pid =>
          /scripts.run\.mjs start$/.test(commandLine(pid)) &&
          !/^\S*sh /.test(commandLine(pid)),
      ),
    backend: () => running().find(pid => / src.index$/.test(commandLine(pid))),
    ready: () =>
      until('Portal ready', READY_TIMEOUT_MS, () => {
        if (npm.exitCode !== null) {
          throw new Error(`npm start has ended\n${output}`);
        }
        running();
        return output.includes('\nPortal ready: http://localhost:3000\n');
      }),
    /** Fails when a process or a port is left. */
    nothingLeft: () =>
      until('Nothing left', STOP_TIMEOUT_MS, async () => {
        if (running().length > 0) {
          return false;
        }
        return (await portsInUse(PORTS)).length === 0;
      }),
    /** The SIGTERMs that the backend got. */
    backendSignals: () => readFileSync(signals, 'utf8').trim().split('\n'),
  };
}
