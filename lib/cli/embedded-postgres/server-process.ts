import { spawn, spawnSync } from 'node:child_process'
import { closeSync, openSync, readFileSync, statSync } from 'node:fs'
import { createServer } from 'node:net'
import { once } from 'node:events'
import { setTimeout as sleep } from 'node:timers/promises'
import pg from 'pg'
import { ConfigurationError } from '@/lib/env'
import { type Account, asAccount, dataArgument } from './account'
import type { Binaries } from './binaries'
import { clusterPaths } from './create-cluster'

const maxLogBytes = 5 * 1024 * 1024

type Cluster = { binaries: Binaries; account: Account; directory: string }

type SpawnServerOptions = {
  /** Where other processes look for the server; any free one when absent. */
  port?: number | null
  settings: Record<string, string>
  url: (port: number) => string
}

/**
 * Spawns the server and waits until it accepts connections.
 * @returns its port on 127.0.0.1
 * @throws ConfigurationError when another program has the port that it has to have
 */
export async function spawnServer(cluster: Cluster, options: SpawnServerOptions): Promise<number> {
  // Looked at first, because whatever answers there may be taken for our server while it starts.
  if (options.port != null) await requireFree(options.port)
  for (let tries = 1; ; tries++) {
    const port = options.port ?? (await freePort())
    try {
      await spawnOn(port, cluster, options)
      return port
    } catch (error) {
      // Between our finding the port and Postgres taking it somebody else may have.
      const isTaken = error instanceof Error && error.message.includes('Address already in use')
      if (!isTaken || tries === 3) throw error
    }
  }
}

async function spawnOn(
  port: number,
  { binaries, account, directory }: Cluster,
  options: SpawnServerOptions,
): Promise<void> {
  const { data, log } = clusterPaths(directory)
  const settings = {
    listen_addresses: '127.0.0.1',
    // A path that is too long for a socket would stop the server, and Windows has none.
    unix_socket_directories: '',
    // A statement that fails may hold a password.
    log_min_error_statement: 'panic',
    // Not a setting that Postgres knows: it shows in the list of processes whose server this is.
    'sluice.data': data,
    ...options.settings,
  }
  const logStart = statSync(log, { throwIfNoEntry: false })?.size ?? 0
  const output = openSync(log, logStart > maxLogBytes ? 'w' : 'a', 0o600)
  const child = spawn(
    binaries.postgres,
    [
      ...['-D', dataArgument(account, data), '-p', `${port}`],
      ...Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`]),
    ],
    // Detached, or a Ctrl-C in the terminal would reach Postgres before its users have left.
    { ...asAccount(account, data), detached: true, stdio: ['ignore', output, output] },
  )
  closeSync(output)
  child.unref()
  const exited = once(child, 'exit').then(() => {
    const said = readFileSync(log, 'utf8').slice(logStart > maxLogBytes ? 0 : logStart)
    throw new Error(`The embedded Postgres did not start:\n${said}`)
  })
  let isThere = true
  try {
    await Promise.race([exited, untilAccepting(options.url(port), 60_000, () => isThere)])
  } finally {
    isThere = false
    exited.catch(() => {}) // from now on its end is the supervisor's business
  }
}

/**
 * Waits while the server starts or recovers.
 * @param isThere whether it is worth waiting for
 * @returns false when it is not any more
 * @throws Error of the last try, or at once when the server is up and refuses us
 */
export async function untilAccepting(
  url: string,
  waitMs: number,
  isThere: () => boolean = () => true,
): Promise<boolean> {
  const deadline = Date.now() + waitMs
  for (;;) {
    const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 3_000 })
    client.on('error', () => {}) // a connection that is lost here is tried again
    try {
      await client.connect()
      await client.end()
      return true
    } catch (error) {
      const code = error instanceof Error && 'code' in error ? error.code : undefined
      const isStarting = /^(ECONNREFUSED|ECONNRESET|ENOENT|57P03)$/.test(String(code)) // ENOENT: no socket yet
      if (!isThere()) return false
      if (!isStarting || Date.now() > deadline) throw error
      await sleep(15)
    }
  }
}

/** Stops the server and waits for it; synchronous, because it is called when the process exits. */
export function stopServer({ binaries, account, directory }: Cluster): void {
  const { data } = clusterPaths(directory)
  const args = ['stop', '-D', dataArgument(account, data), '-m', 'fast', '-w', '-t', '20']
  spawnSync(binaries.pgCtl, args, { ...asAccount(account, data), stdio: 'ignore' })
}

async function requireFree(port: number): Promise<void> {
  try {
    await freePort(port)
  } catch (cause) {
    throw new ConfigurationError(
      `The embedded Postgres can’t start: processes of Sluice that still run look for it at port ${port} of 127.0.0.1, which another program has.\n` +
        '  Stop that program, or stop every process of Sluice on this data directory and start again.',
      { cause },
    )
  }
}

async function freePort(wanted = 0): Promise<number> {
  const server = createServer().listen(wanted, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  server.close()
  if (!address || typeof address === 'string') throw new Error('No free port on 127.0.0.1')
  return address.port
}
