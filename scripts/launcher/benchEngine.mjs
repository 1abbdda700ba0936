import { join } from 'node:path';

/** A benchmark of `plugins/databricks-backend/bench`, on a PostgreSQL of its own: the `run` that `scripts/bench` exports. */
export function benchEngine(name) {
  return async (launch, { root, node, env }) => {
    const benchmark = launch.spawn({
      command: node,
      args: [
        join(root, 'scripts/launcher/postgres.cjs'),
        '--expose-gc',
        '--require',
        '@backstage/cli-node/config/nodeTransform.cjs',
        'bench/main.ts',
        name,
      ],
      cwd: join(root, 'plugins/databricks-backend'),
      env: { ...env, NODE_ENV: 'development' },
      stdio: ['ignore', 'pipe', 'inherit', 'ipc'],
    });
    const { code } = await benchmark.exited;
    await benchmark.gone;
    if (code !== 0) {
      throw new Error(`The benchmark ${name} failed.`);
    }
    return benchmark.output
      .trim()
      .split('\n')
      .map(line => JSON.parse(line));
  };
}
