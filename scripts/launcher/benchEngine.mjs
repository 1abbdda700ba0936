import { join } from 'node:path';
import { benchProgram } from './benchProgram.mjs';

/** A benchmark of `plugins/databricks-backend/bench`, on a PostgreSQL of its own: the `run` that `scripts/bench` exports. */
export function benchEngine(name) {
  return (launch, { root, node, env }) =>
    benchProgram(launch, name, {
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
    });
}
