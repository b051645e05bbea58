import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { createWriteStream, mkdirSync, rmSync } from 'node:fs'
import { scriptArgs } from '@/lib/cli/script-args'
import { environment } from './environment'

/** Starts the product as a user does, on an empty data directory of its own, and cleans up when it ends. */
const { port, baseURL, targetPorts, provider, dataDir, outputDir, logPath, adminEmail, password } =
  environment
mkdirSync(outputDir, { recursive: true })
const child = spawn(process.execPath, scriptArgs('start'), {
  stdio: ['ignore', 'pipe', 'pipe'],
  env: {
    ...process.env,
    PORT: `${port}`,
    APP_URL: baseURL,
    DATA_DIR: dataDir,
    DATABASE_URL: '',
    ADMIN_EMAIL: adminEmail,
    ADMIN_PASSWORD: password,
    OIDC_ISSUER: provider.issuer,
    OIDC_CLIENT_ID: provider.clientId,
    OIDC_CLIENT_SECRET: provider.clientSecret,
    EGRESS_ALLOW: [provider.port, ...targetPorts].map((target) => `127.0.0.1:${target}`).join(','),
    RATE_LIMITS: 'off',
    // As talkative as it gets: a test searches the log for secrets.
    LOG_LEVEL: 'trace',
  },
})
const log = createWriteStream(logPath, { mode: 0o600 })
for (const stream of [child.stdout, child.stderr]) stream.pipe(log, { end: false })
child.stderr.pipe(process.stderr)

for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => child.kill(signal))
const [code] = (await once(child, 'exit')) as [number | null]
rmSync(dataDir, { recursive: true, force: true })
process.exit(code ?? 1)
