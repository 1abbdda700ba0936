import { basename, join, relative } from 'node:path';
import { runBrowserTests } from '../browserStep.mjs';
import { countNodeTests, sum } from '../counts.mjs';
import { runJest } from '../jestStep.mjs';
import { prepare } from '../prepare.mjs';
import { filesEndingIn } from '../testFiles.mjs';
import { createTestSteps } from '../testSteps.mjs';

/** Runs all tests but the campaigns. */
export async function run(launch) {
  const context = await prepare(launch);
  const { root, node, env } = context;
  const steps = createTestSteps(launch);
  const tool = (name, file, args) =>
    steps.program({
      name,
      command: node,
      args: [join(root, 'node_modules', file), ...args],
      cwd: root,
      env,
    });

  await steps.step('Type check', () => tool('tsc', 'typescript/bin/tsc', []));
  await steps.step('Lint', async () =>
    sum([
      await tool('lint', '@backstage/cli/bin/backstage-cli', [
        'repo',
        'lint',
        '--max-warnings',
        '0',
      ]),
      await tool('eslint', 'eslint/bin/eslint.js', [
        '--max-warnings',
        '0',
        '--ext',
        '.mjs,.cjs',
        'scripts',
      ]),
    ]),
  );
  await steps.step('Format', () =>
    tool('prettier', 'prettier/bin-prettier.js', [
      '--check',
      '--loglevel',
      'warn',
      '.',
    ]),
  );
  await steps.step('Unit, store, plugin and replica tests', () =>
    runJest(launch, steps, context, { name: 'jest', args: ['--maxWorkers=2'] }),
  );
  await steps.step('Browser tests', () => runBrowserTests(steps, context));
  await steps.step('Launcher tests', async () => {
    const counts = [];
    // One after the other, since they need the same ports: Node has no --test-concurrency before 20.10.
    for (const file of filesEndingIn(join(root, 'scripts'), '.test.mjs')) {
      counts.push(await runLauncherTest(steps, { root, file }));
    }
    return sum(counts);
  });
  return steps.finish();
}

function runLauncherTest(steps, { root, file }) {
  const report = join(steps.folder, `${basename(file)}.tap`);
  return steps.program({
    name: relative(root, file),
    // This machine's own Node, since the launcher itself has to work with it.
    command: process.execPath,
    args: [
      '--test',
      '--test-reporter=spec',
      '--test-reporter-destination=stdout',
      '--test-reporter=tap',
      `--test-reporter-destination=${report}`,
      relative(root, file),
    ],
    cwd: root,
    env: process.env,
    count: () => countNodeTests(report),
  });
}
