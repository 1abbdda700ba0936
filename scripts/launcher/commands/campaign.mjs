import { join } from 'node:path';
import { runJest } from '../jestStep.mjs';
import { prepare } from '../prepare.mjs';
import { filesEndingIn } from '../testFiles.mjs';
import { createTestSteps } from '../testSteps.mjs';

const ENDING = '.campaign.test.ts';

/** Runs the long tests: all `*.campaign.test.ts`, one after the other. */
export async function run(launch) {
  const context = await prepare(launch);
  const steps = createTestSteps(launch);
  const files = ['packages', 'plugins'].flatMap(folder =>
    filesEndingIn(join(context.root, folder), ENDING),
  );
  if (files.length > 0) {
    await steps.step('Campaigns', () =>
      runJest(launch, steps, context, {
        name: 'campaign',
        args: [
          '--maxWorkers=1',
          // Overrides the root package.json, which keeps them out of all other runs.
          '--testPathIgnorePatterns=/node_modules/',
          '--testPathPatterns=\\.campaign\\.test\\.ts$',
        ],
      }),
    );
  }
  return steps.finish();
}
