import { defineConfig, devices } from '@playwright/test'
import { findBrowser } from '../lib/cli/test/find-browser'
import { statePath } from './support/accounts'
import { environment, root, workers } from './support/environment'

export default defineConfig({
  testDir: '.',
  outputDir: '../.test/e2e-results',
  fullyParallel: true,
  workers,
  retries: 0,
  forbidOnly: true,
  // For slow machines; whoever waits for what is there already waits no longer.
  timeout: 120_000,
  expect: { timeout: 20_000 },
  reporter: [['list'], ['json', { outputFile: '../.test/e2e.json' }]],
  use: {
    ...devices['Desktop Chrome'],
    viewport: { width: 1440, height: 900 },
    baseURL: environment.baseURL,
    // Without pictures: taking them all the time makes the stories half as slow again.
    trace: { mode: 'retain-on-failure', screenshots: false },
    launchOptions: { executablePath: findBrowser()?.path },
  },
  projects: [
    { name: 'accounts', testMatch: 'accounts.setup.ts' },
    // Before the others, because it is about an installation that nobody has used yet.
    { name: 'first run', testMatch: 'first-run.spec.ts' },
    {
      name: 'chromium',
      testIgnore: 'first-run.spec.ts',
      dependencies: ['accounts', 'first run'],
      use: { storageState: statePath('admin') },
    },
  ],
  webServer: {
    command: 'exec node --import tsx e2e/support/launch-server.ts',
    cwd: root,
    url: `${environment.baseURL}/api/health/ready`,
    timeout: 600_000,
    stdout: 'ignore',
    stderr: 'pipe',
    gracefulShutdown: { signal: 'SIGTERM', timeout: 30_000 },
  },
})
