import { join } from 'node:path';
import { benchProgram } from '../launcher/benchProgram.mjs';

/** The pages in a real browser, with many fabrics and with few. */
export function run(launch, { root, node, env }) {
  return benchProgram(launch, 'pages', {
    command: node,
    args: [
      '--require',
      '@backstage/cli-node/config/nodeTransform.cjs',
      'bench/pages.ts',
    ],
    cwd: join(root, 'packages/portal-tests'),
    env,
  });
}
