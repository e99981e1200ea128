import { defineConfig } from 'playwright/test'

/**
 * End-to-end tests drive the built terminal through Playwright's own Electron launcher. No retries:
 * a test that fails now and then is a fault to find. No video: it would need a download.
 */
export default defineConfig({
  testDir: '.',
  testMatch: '**/*.spec.ts',
  globalSetup: './support/banks.ts',
  outputDir: '../../test-results/e2e',
  timeout: 90_000,
  expect: { timeout: 10_000 },
  fullyParallel: false,
  // Two files at a time: most of a story is waiting for what a person would wait for.
  workers: 2,
  retries: 0,
  forbidOnly: true,
  reporter: [['list'], ['../../tools/test/playwright-reporter.ts']],
})
