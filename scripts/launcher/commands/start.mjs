import { mkdirSync, openSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import waitOn from 'wait-on';
import { portsInUse } from '../portsInUse.mjs';

const wantedPorts = [
  { port: 3000, user: 'the portal' },
  { port: 7007, user: 'the Backstage backend' },
  { port: 8020, user: 'the first simulated Databricks workspace' },
  { port: 8021, user: 'the second simulated Databricks workspace' },
];

const addresses = [
  'http-get://localhost:3000',
  'http-get://localhost:7007/.backstage/health/v1/readiness',
  'http-get://localhost:7007/api/auth/demo/refresh',
  'http-get://127.0.0.1:8020/oidc/.well-known/oauth-authorization-server',
  'http-get://127.0.0.1:8021/oidc/.well-known/oauth-authorization-server',
];

/** The app is compiled first, which takes long on a small or busy machine; its first answer waits for that. */
const READY_TIMEOUT_MS = 5 * 60_000;
const REQUEST_TIMEOUT_MS = 60_000;

const logs = join('.data', 'logs');

/** What is shown of the log of a program that ended by itself. */
const LAST_LOG_LINES = 40;

/** Opens the demo portal and keeps it until somebody stops it. */
export async function run(launch, { root, node, env }) {
  const complaints = await portsInUse(wantedPorts);
  if (complaints.length > 0) {
    throw new Error(complaints.join('\n'));
  }
  mkdirSync(logs, { recursive: true });

  const preload = file => ['--require', join(root, 'scripts/launcher', file)];
  /** Rejects when the program ends by itself. */
  const keep = async (name, folder, ...args) => {
    const log = join(logs, `${name}.log`);
    const output = openSync(log, 'w');
    const { exited } = launch.spawn({
      command: node,
      args: [...preload('endWithParent.cjs'), ...args],
      cwd: join('packages', folder),
      env: { ...env, BROWSER: 'none', NODE_ENV: 'development' },
      stdio: ['ignore', output, output, 'ipc'],
    });
    const { code, signal, error } = await exited;
    const how = error?.message ?? (signal ? `by ${signal}` : `with ${code}`);
    const lines = readFileSync(log, 'utf8').trimEnd().split('\n');
    lines.push(
      `The ${name} ended by itself (${how}). All of its output: ${log}`,
    );
    throw new Error(lines.slice(-1 - LAST_LOG_LINES).join('\n'));
  };

  const transform = '@backstage/cli-node/config/nodeTransform.cjs';
  const workspaces = join(root, 'packages/backend/demo-workspaces.json');
  const simulator = ['src/cli.ts', '--config', workspaces];
  const cli = join(root, 'node_modules/@backstage/cli/bin/backstage-cli');
  const start = [cli, 'package', 'start'];
  const ended = Promise.race([
    keep('simulator', 'databricks-simulator', '-r', transform, ...simulator),
    keep('backend', 'backend', ...preload('endWithChild.cjs'), ...start),
    keep('app', 'app', ...start),
  ]);
  console.log(
    `Starting two simulated workspaces, the backend and the app; they write to ${logs} ...`,
  );
  await Promise.race([ready(), ended]);
  console.log('Portal ready: http://localhost:3000');
  return ended;
}

/** Resolves when all answer and both demo people can sign in, which means that the catalog has read them. */
async function ready() {
  for (const user of ['alice', 'bob']) {
    await waitOn({
      resources: addresses,
      headers: { 'x-demo-user': user },
      proxy: false,
      simultaneous: 1,
      httpTimeout: REQUEST_TIMEOUT_MS,
      timeout: READY_TIMEOUT_MS,
    });
  }
}
