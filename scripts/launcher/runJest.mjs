import { join } from 'node:path';
import { countJest } from './counts.mjs';

/** Runs jest over all packages, with a real PostgreSQL at hand; gives the counts. */
export function runJest(steps, args) {
  const report = join(steps.folder, 'jest.json');
  return steps.program({
    name: 'jest',
    args: [
      'scripts/launcher/postgres.cjs',
      'node_modules/@backstage/cli/bin/backstage-cli',
      ...['repo', 'test', '--watchAll=false'],
      ...['--json', `--outputFile=${report}`],
      ...args,
    ],
    env: {
      CI: 'true',
      NODE_ENV: 'test',
      BACKSTAGE_TEST_DISABLE_DOCKER: '1',
    },
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
    count: () => countJest(report),
  });
}
