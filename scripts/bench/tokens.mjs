import { join } from 'node:path';

/** The token engine: from memory, from the database, in a storm, and keeping thousands of connections alive. */
export async function run(launch, { root, node, env }) {
  const benchmark = launch.spawn({
    command: node,
    args: [
      join(root, 'scripts/launcher/postgres.cjs'),
      '--expose-gc',
      '--require',
      '@backstage/cli-node/config/nodeTransform.cjs',
      'src/grants/__testUtils__/benchmark.ts',
    ],
    cwd: join(root, 'plugins/databricks-backend'),
    env: { ...env, NODE_ENV: 'development' },
    stdio: ['ignore', 'pipe', 'inherit', 'ipc'],
  });
  const { code } = await benchmark.exited;
  await benchmark.gone;
  if (code !== 0) {
    throw new Error('The benchmark of tokens failed.');
  }
  return benchmark.output
    .trim()
    .split('\n')
    .map(line => JSON.parse(line));
}
