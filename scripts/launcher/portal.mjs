import { mkdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { LauncherError } from './LauncherError.mjs';
import { portsInUse } from './ports.mjs';
import { portalReady } from './portalReadiness.mjs';

const wantedPorts = [
  { port: 3000, user: 'the portal' },
  { port: 7007, user: 'the Backstage backend' },
  { port: 8020, user: 'the first simulated Databricks workspace' },
  { port: 8021, user: 'the second simulated Databricks workspace' },
];

/** What is shown of the log of a program that ended by itself. */
const LAST_LOG_LINES = 40;

/**
 * Starts the demo portal: the simulated workspaces, the backend and the app, each a process group of its own. They
 * write to `.data/logs`.
 *
 * `ready` resolves when the portal can be used. `failed` rejects when one of the three ends by itself.
 */
export async function startPortal(launch, options) {
  const { root, node } = options;
  const env = { ...options.env, BROWSER: 'none', NODE_ENV: 'development' };
  const complaints = await portsInUse(wantedPorts);
  if (complaints.length > 0) {
    throw new LauncherError(complaints.join('\n'));
  }
  const logs = join(root, '.data', 'logs');
  mkdirSync(logs, { recursive: true });

  let fail;
  const failed = new Promise((_, reject) => (fail = reject));
  failed.catch(() => {});

  const start = ({ name, args, folder, stopWith, preload = [] }) => {
    const group = launch.spawn({
      name,
      command: node,
      args: [
        ...['endWithParent.cjs', ...preload].flatMap(file => [
          '--require',
          join(root, 'scripts/launcher', file),
        ]),
        ...args,
      ],
      cwd: join(root, 'packages', folder),
      env,
      logFile: join(logs, `${name}.log`),
      stopWith,
      ipc: true,
    });
    group.exited.then(({ code, signal, error }) => {
      if (launch.signal.aborted) {
        return;
      }
      const how = error?.message ?? (signal ? `by ${signal}` : `with ${code}`);
      fail(
        new LauncherError(
          `${lastLines(
            group.logFile,
          )}\nThe ${name} ended by itself (${how}). All of its output: ${relative(
            root,
            group.logFile,
          )}`,
        ),
      );
    });
  };

  const cli = join(root, 'node_modules/@backstage/cli/bin/backstage-cli');
  start({
    name: 'simulator',
    folder: 'databricks-simulator',
    args: [
      '--require',
      '@backstage/cli-node/config/nodeTransform.cjs',
      'src/cli.ts',
      '--config',
      join(root, 'packages/backend/demo-workspaces.json'),
    ],
  });
  start({
    name: 'backend',
    folder: 'backend',
    args: [cli, 'package', 'start'],
    preload: ['endWithChild.cjs'],
    // It passes the signal on, and the backend must not get a second one: that would cut its graceful stop.
    stopWith: 'leader',
  });
  start({
    name: 'app',
    folder: 'app',
    args: [cli, 'package', 'start'],
  });

  return {
    failed,
    ready: ({ signal }) => Promise.race([portalReady({ signal }), failed]),
  };
}

function lastLines(file) {
  return readFileSync(file, 'utf8')
    .trimEnd()
    .split('\n')
    .slice(-LAST_LOG_LINES)
    .join('\n');
}
