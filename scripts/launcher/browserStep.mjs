import { join } from 'node:path';
import { countPlaywright } from './counts.mjs';

/** Drives the demo portal with a real browser. The tests start it themselves, on free ports. */
export async function runBrowserTests(steps, { root, node, env }) {
  const report = join(steps.folder, 'playwright.json');
  return steps.program({
    name: 'Playwright',
    command: node,
    args: [
      join(root, 'node_modules/@playwright/test/cli.js'),
      'test',
      '--reporter=list,json',
    ],
    cwd: root,
    env: { ...env, CI: 'true', PLAYWRIGHT_JSON_OUTPUT_FILE: report },
    count: () => countPlaywright(report),
  });
}
