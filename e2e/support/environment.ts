import { randomBytes } from 'node:crypto'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { freePorts } from '@/lib/cli/free-ports'

/** What the config, the server and the specs agree on. Playwright's workers inherit what is set first. */
process.env.E2E_PORTS ??= (await freePorts(8)).join(' ')
// In hexadecimal, because a command takes what begins with a dash for an option.
process.env.E2E_PASSWORD ??= randomBytes(12).toString('hex')
process.env.E2E_CLIENT_SECRET ??= randomBytes(12).toString('base64url')
process.env.E2E_RUN ??= randomBytes(4).toString('hex')

export const root = fileURLToPath(new URL('../..', import.meta.url))
const [port = 0, providerPort = 0, ...targetPorts] = process.env.E2E_PORTS.split(' ').map(Number)

export const environment = {
  port,
  baseURL: `http://localhost:${port}`,
  /** On the loopback interface: what the flows of these tests may call besides the demo API. */
  targetPorts,
  /** The single sign-on provider, which runs only for the stories about it. */
  provider: {
    port: providerPort,
    issuer: `http://127.0.0.1:${providerPort}`,
    clientId: 'sluice',
    clientSecret: process.env.E2E_CLIENT_SECRET,
  },
  /** What the run leaves behind: reports, signed-in browsers, the log. */
  outputDir: join(root, '.test'),
  dataDir: join(root, '.test', `e2e-data-${process.env.E2E_RUN}`),
  /** Everything that the server wrote, on both streams. */
  logPath: join(root, '.test', 'e2e-server.log'),
  adminEmail: 'admin@example.com',
  /** Of every account. */
  password: process.env.E2E_PASSWORD,
} as const

export const workers = 2

/** The ports of one worker: workers run beside each other, and each one's tests in turn. */
export function portsOf(parallelIndex: number): { recording: number; silent: number; closed: number } {
  const [recording = 0, silent = 0, closed = 0] = targetPorts.slice(parallelIndex * 3)
  return { recording, silent, closed }
}
