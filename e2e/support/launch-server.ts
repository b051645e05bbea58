import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs'

/**
 * Starts the product as a user does, on an empty data directory of its own, and cleans up when it ends.
 * The specs' target servers listen on `E2E_TARGET_PORT` of the loopback interface.
 */
mkdirSync('.test', { recursive: true })
const dataDir = mkdtempSync('.test/e2e-data-')
const { E2E_PORT, E2E_TARGET_PORT, E2E_EMAIL, E2E_PASSWORD, ...environment } = process.env
const child = spawn(process.execPath, ['lib/cli/bootstrap.mjs', 'start'], {
  stdio: 'inherit',
  env: {
    ...environment,
    PORT: E2E_PORT,
    APP_URL: `http://localhost:${E2E_PORT}`,
    DATA_DIR: dataDir,
    DATABASE_URL: '',
    ADMIN_EMAIL: E2E_EMAIL,
    ADMIN_PASSWORD: E2E_PASSWORD,
    EGRESS_ALLOW: `127.0.0.1:${E2E_TARGET_PORT}`,
    RATE_LIMITS: 'off',
  },
})
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => child.kill(signal))
const [code] = (await once(child, 'exit')) as [number | null]
rmSync(dataDir, { recursive: true, force: true })
process.exit(code ?? 1)
