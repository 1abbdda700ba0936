import { runBrowserTests } from '../runBrowserTests.mjs';
import { runJest } from '../runJest.mjs';
import { createTestSteps } from '../testSteps.mjs';

const args = [
  '--maxWorkers=1',
  // Overrides the root package.json, which keeps them out of all other runs.
  '--testPathIgnorePatterns=/node_modules/',
  '--testPathPatterns=\\.campaign\\.test\\.ts$',
];

/** Runs the long tests: all `*.campaign.test.ts`, one after the other, then those with a browser. */
export async function run(launch, context) {
  const steps = createTestSteps(launch, context);
  await steps.step('Campaigns', () => runJest(steps, args));
  await steps.step('Browser campaigns', () =>
    runBrowserTests(steps, { BROWSER_CAMPAIGN: 'true' }),
  );
  return steps.finish();
}
