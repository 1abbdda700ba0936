import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { LauncherError } from '../launcher/LauncherError.mjs';
import { startTestPostgres } from '../launcher/testPostgres.mjs';

/** The token engine: from memory, from the database, in a storm, and keeping thousands of connections alive. */
export async function run(launch, context) {
  const { root, node, env } = context;
  const postgres = await startTestPostgres(launch, context);
  try {
    const child = spawn(
      node,
      [
        '--expose-gc',
        '--require',
        '@backstage/cli-node/config/nodeTransform.cjs',
        'src/grants/__testUtils__/benchmark.ts',
        `${postgres.env.DATABRICKS_TEST_POSTGRES_URL}/postgres`,
      ],
      {
        cwd: join(root, 'plugins/databricks-backend'),
        env: { ...env, NODE_ENV: 'development' },
        stdio: ['ignore', 'pipe', 'inherit'],
      },
    );
    const [output, [exitCode]] = await Promise.all([
      text(child.stdout),
      once(child, 'exit'),
    ]);
    if (exitCode !== 0) {
      throw new LauncherError('The benchmark of tokens failed.');
    }
    return output
      .trim()
      .split('\n')
      .map(line => JSON.parse(line));
  } finally {
    await postgres.stop();
  }
}
