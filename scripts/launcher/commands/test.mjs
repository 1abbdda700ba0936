import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { countNodeTests } from '../counts.mjs';
import { runBrowserTests } from '../runBrowserTests.mjs';
import { runJest } from '../runJest.mjs';
import { createTestSteps } from '../testSteps.mjs';

/** Each is one test: a program in `node_modules` and its arguments, separated by spaces. */
const checks = {
  // In full: what was checked before changes the order of what is inferred, and with it the reports
  'Type check': 'typescript/bin/tsc --incremental false',
  'API reports':
    '@backstage/repo-tools/bin/backstage-repo-tools api-reports --ci -o ae-wrong-input-file-type,ae-undocumented --validate-release-tags --include plugins/*',
  Rooms: 'dependency-cruiser/bin/dependency-cruiser.mjs plugins packages',
  'Unused files, exports and dependencies': 'knip/bin/knip.js',
  Lint: '@backstage/cli/bin/backstage-cli repo lint --max-warnings 0',
  'Lint of scripts':
    'eslint/bin/eslint.js --max-warnings 0 --ext .mjs,.cjs scripts',
  Format: 'prettier/bin-prettier.js --check --loglevel warn .',
};

/** Runs all tests but the campaigns. */
export async function run(launch, context) {
  const steps = createTestSteps(launch, context);
  for (const [name, check] of Object.entries(checks)) {
    const args = `node_modules/${check}`.split(' ');
    await steps.step(name, () => steps.program({ name, args }));
  }
  await steps.step('Unit, store, plugin and replica tests', () =>
    runJest(steps, ['--maxWorkers=2']),
  );
  await steps.step('Browser tests', () => runBrowserTests(steps));
  await steps.step('Launcher tests', () => runLauncherTests(steps));
  return steps.finish();
}

function runLauncherTests(steps) {
  const report = join(steps.folder, 'launcher.tap');
  const folder = 'scripts/launcher';
  const files = readdirSync(folder).filter(name => name.endsWith('.test.mjs'));
  return steps.program({
    name: 'The launcher tests',
    // This machine's own Node, since the launcher itself has to work with it.
    command: process.execPath,
    env: { PATH: process.env.PATH },
    args: [
      '--test',
      ...['--test-reporter=spec', '--test-reporter-destination=stdout'],
      ...['--test-reporter=tap', `--test-reporter-destination=${report}`],
      ...files.map(name => join(folder, name)),
    ],
    count: () => countNodeTests(report),
  });
}
