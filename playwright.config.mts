import { defineConfig } from '@playwright/test';
import { chromiumOfTests } from './scripts/launcher/chromium.mjs';

/** Drives the demo portal, which the tests start themselves. */
export default defineConfig({
  testDir: 'packages/portal-tests/e2e-tests',
  testMatch: process.env.BROWSER_CAMPAIGN
    ? '**/*.campaign.test.ts'
    : '**/!(*.campaign).test.ts',
  outputDir: 'test-results',
  forbidOnly: process.env.CI !== undefined,
  reporter: 'list',
  // One portal for all tests: they take turns.
  workers: 1,
  // For a small and busy machine.
  timeout: 90_000,
  expect: { timeout: 15_000 },
  use: {
    trace: 'retain-on-failure',
    launchOptions: chromiumOfTests(),
  },
});
