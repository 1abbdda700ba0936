import { join } from 'node:path';
import { countJest } from './counts.mjs';
import { startTestPostgres } from './testPostgres.mjs';

/** Runs jest over all packages, with a real PostgreSQL at hand. */
export async function runJest(launch, steps, context, { name, args }) {
  const { root, node, env } = context;
  const report = join(steps.folder, `jest-${name}.json`);
  const postgres = await startTestPostgres(launch, context);
  try {
    return await steps.program({
      name,
      command: node,
      args: [
        join(root, 'node_modules/@backstage/cli/bin/backstage-cli'),
        'repo',
        'test',
        '--watchAll=false',
        '--json',
        `--outputFile=${report}`,
        ...args,
      ],
      cwd: root,
      env: {
        ...env,
        ...postgres.env,
        CI: 'true',
        NODE_ENV: 'test',
        BACKSTAGE_TEST_DISABLE_DOCKER: '1',
      },
      count: () => countJest(report),
    });
  } finally {
    await postgres.stop();
  }
}
