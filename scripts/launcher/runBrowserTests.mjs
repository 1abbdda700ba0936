import { join } from 'node:path';
import { countPlaywright } from './counts.mjs';

/**
 * Drives the demo portal with a real browser. The tests start it themselves, on free ports.
 *
 * @param env - `BROWSER_CAMPAIGN` for the long ones
 */
export function runBrowserTests(steps, env = {}) {
  const report = join(steps.folder, 'playwright.json');
  const cli = 'node_modules/@playwright/test/cli.js';
  return steps.program({
    name: 'Playwright',
    args: [cli, 'test', '--reporter=list,json'],
    env: { CI: 'true', PLAYWRIGHT_JSON_OUTPUT_FILE: report, ...env },
    count: () => countPlaywright(report),
  });
}
