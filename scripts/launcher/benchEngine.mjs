import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { LauncherError } from './LauncherError.mjs';
import { startTestPostgres } from './testPostgres.mjs';

/** A benchmark of `plugins/databricks-backend/bench`, on a PostgreSQL of its own: what `scripts/bench` exports. */
export function benchEngine(name) {
  return async (launch, context) => {
    const { root, node, env } = context;
    const postgres = await startTestPostgres(launch, context);
    try {
      const child = spawn(
        node,
        [
          '--expose-gc',
          '--require',
          '@backstage/cli-node/config/nodeTransform.cjs',
          'bench/main.ts',
          name,
        ],
        {
          cwd: join(root, 'plugins/databricks-backend'),
          env: { ...env, ...postgres.env, NODE_ENV: 'development' },
          stdio: ['ignore', 'pipe', 'inherit'],
        },
      );
      const [output, [exitCode]] = await Promise.all([
        text(child.stdout),
        once(child, 'exit'),
      ]);
      if (exitCode !== 0) {
        throw new LauncherError(`The benchmark ${name} failed.`);
      }
      return output
        .trim()
        .split('\n')
        .map(line => JSON.parse(line));
    } finally {
      await postgres.stop();
    }
  };
}
