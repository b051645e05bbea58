import { type ChildProcess, spawn } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { createServer } from 'node:net'
import type { AddressInfo } from 'node:net'
import { newKeyEntry } from '../generated-keys'
import { scriptArgs } from '../script-args'

export type WebProcess = {
  origin: string
  child: ChildProcess
  /** Everything it has printed so far, its log above all. */
  output: () => string
  /** Code and signal, when it ends. */
  exited: Promise<[number | null, NodeJS.Signals | null]>
  /** Sends SIGTERM, and resolves when it has ended. */
  stop: () => Promise<[number | null, NodeJS.Signals | null]>
}

/** What several processes on one database have in common. */
export function sharedSettings(databaseUrl: string): Record<string, string> {
  return {
    DATABASE_URL: databaseUrl,
    AUTH_SECRET: randomBytes(32).toString('base64'),
    ENCRYPTION_KEYS: newKeyEntry('test'),
    ADMIN_PASSWORD: randomBytes(12).toString('hex'),
    DEMO: 'off',
    RATE_LIMITS: 'off',
  }
}

/** What `npm start` runs, as a process of its own on a free port. Resolves when it is ready. */
export async function startWebProcess(settings: Record<string, string>): Promise<WebProcess> {
  const port = await freePort()
  const { PATH } = process.env
  const child = spawn(process.execPath, scriptArgs('start'), {
    env: { PATH, NODE_ENV: 'production', PORT: `${port}`, ...settings },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  const exited = once(child, 'exit') as WebProcess['exited']
  let printed = ''
  const ready = new Promise<void>((resolve) => {
    for (const stream of [child.stdout, child.stderr]) {
      stream.setEncoding('utf8').on('data', (text: string) => {
        printed += text
        if (printed.includes('Sluice is ready at')) resolve()
      })
    }
  })
  const failed = exited.then(() => Promise.reject(new Error(`It ended before it was ready:\n${printed}`)))
  await Promise.race([ready, failed])
  failed.catch(() => {}) // from now on its end is the test's business
  return {
    origin: `http://127.0.0.1:${port}`,
    child,
    output: () => printed,
    exited,
    stop() {
      child.kill('SIGTERM')
      return exited
    },
  }
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0)
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  server.close()
  await once(server, 'close')
  return port
}
