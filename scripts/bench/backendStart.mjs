import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import getPort from 'get-port';
import { poll } from '../launcher/poll.mjs';

const PAIRS = 5;

/** The plugin may cost this much of the backend's start. */
const LIMIT = 1.05;

const START_TIMEOUT_MS = 120_000;

/** Fine enough for a start of seconds, and light enough not to slow it. */
const INTERVAL_MS = 10;

/** How long the demo backend takes from its spawn until it is ready: with the plugin, compared with without. */
export async function run(launch, context) {
  // Fills the caches of the file system and of compiled code for both.
  await startOnce(launch, context, { withPlugin: true });
  const times = { with: [], without: [] };
  for (let pair = 1; pair <= PAIRS; pair++) {
    // Alternating who is first, so that a machine that gets slower or faster favours nobody.
    for (const withPlugin of pair % 2 === 0 ? [true, false] : [false, true]) {
      const ms = await startOnce(launch, context, { withPlugin });
      times[withPlugin ? 'with' : 'without'].push(ms);
      console.log(
        `Backend start ${pair} of ${PAIRS}, ${
          withPlugin ? 'with' : 'without'
        } the plugin: ${seconds(ms)}`,
      );
    }
  }
  const measured = median(times.with);
  const compared = median(times.without);
  return [
    {
      benchmark: 'start of the demo backend',
      measured: `${seconds(measured)} with the plugin`,
      compared: `${seconds(compared)} without`,
      // Of each pair, since the load of the machine changes from pair to pair.
      ratio: median(times.with.map((ms, pair) => ms / times.without[pair])),
      limit: LIMIT,
    },
  ];
}

async function startOnce(launch, { root, node, env }, { withPlugin }) {
  const port = await getPort();
  const databaseDirectory = mkdtempSync(join(tmpdir(), 'databricks-bench-'));
  const startedAt = performance.now();
  const backend = launch.spawn({
    command: node,
    args: [
      '--require',
      '@backstage/cli-node/config/nodeTransform.cjs',
      'src/index.ts',
    ],
    cwd: join(root, 'packages/backend'),
    env: {
      ...env,
      NODE_ENV: 'development',
      APP_CONFIG_backend_listen_port: String(port),
      APP_CONFIG_backend_baseUrl: `http://localhost:${port}`,
      APP_CONFIG_backend_database_connection_directory: databaseDirectory,
      // A plugin of the demo's own, with a database of its own
      DATABRICKS_DEMO_LEAVE_OUT: 'example',
      ...(withPlugin ? {} : { DATABRICKS_DEMO_WITHOUT_PLUGIN: '1' }),
    },
    stdio: 'ignore',
  });
  let ended = false;
  backend.exited.then(() => (ended = true));
  try {
    const ready = await poll(() => ended || isReady(port), {
      timeoutMs: START_TIMEOUT_MS,
      intervalMs: INTERVAL_MS,
      signal: launch.signal,
    });
    const ms = performance.now() - startedAt;
    if (!ready || ended) {
      throw new Error('The backend did not start.');
    }
    return ms;
  } finally {
    await backend.stop();
    rmSync(databaseDirectory, { recursive: true, force: true });
  }
}

async function isReady(port) {
  try {
    const response = await fetch(
      `http://localhost:${port}/.backstage/health/v1/readiness`,
    );
    await response.body?.cancel();
    return response.ok;
  } catch {
    return false;
  }
}

function median(values) {
  return [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)];
}

function seconds(ms) {
  return `${(ms / 1000).toFixed(2)} s`;
}
