import { randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { createServer } from 'node:net'
import { fileURLToPath } from 'node:url'
import { defineConfig, devices } from '@playwright/test'
import { findBrowser } from '../lib/cli/test/find-browser'

const root = fileURLToPath(new URL('..', import.meta.url))

// Playwright reads this file again in every worker, and they inherit what the first reading set.
process.env.E2E_PORT ??= String(await freePort())
process.env.E2E_TARGET_PORT ??= String(await freePort())
process.env.E2E_EMAIL ??= 'admin@example.com'
process.env.E2E_PASSWORD ??= randomBytes(12).toString('base64url')

const baseURL = `http://localhost:${process.env.E2E_PORT}`

export default defineConfig({
  testDir: '.',
  outputDir: '../.test/e2e-results',
  fullyParallel: true,
  workers: 2,
  retries: 0,
  forbidOnly: true,
  reporter: [['list'], ['json', { outputFile: '../.test/e2e.json' }]],
  use: {
    baseURL,
    trace: 'retain-on-failure',
    launchOptions: { executablePath: findBrowser()?.path },
  },
  projects: [{ name: 'chromium', use: devices['Desktop Chrome'] }],
  webServer: {
    command: 'exec node --import tsx e2e/support/launch-server.ts',
    cwd: root,
    url: `${baseURL}/api/health/ready`,
    timeout: 600_000,
    stdout: 'ignore',
    stderr: 'pipe',
    gracefulShutdown: { signal: 'SIGTERM', timeout: 30_000 },
  },
})

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  server.close()
  if (!address || typeof address === 'string') throw new Error('No free port on 127.0.0.1')
  return address.port
}
