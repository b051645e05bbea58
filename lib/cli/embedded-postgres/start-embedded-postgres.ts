import { accessSync, constants, existsSync, mkdirSync, readFileSync, realpathSync } from 'node:fs'
import { join } from 'node:path'
import { ConfigurationError } from '@/lib/env'
import { postgresAccount } from './account'
import { findBinaries } from './binaries'
import { clusterPaths, createCluster, superuser } from './create-cluster'
import { withFileLock, withFileLockSync } from '../file-lock'
import { lastPort, portOfServer, runningPort } from './postmaster'
import { spawnServer, stopServer, untilAccepting } from './server-process'
import { supervise } from './supervise'
import { addUser, countUsers, removeUser } from './users'

const lockWaitMs = 90_000

export type EmbeddedPostgres = {
  /** The superuser's, at the database `postgres`. */
  url: string
  /** Whether the server was running before. */
  adopted: boolean
  /** Leaves; the last to leave stops the server. Happens at exit by itself. */
  release: () => void
  /** From now on starts the server again, on the same port, whenever it goes away before `release`. */
  keepRunning: (onProblem: (what: string, error?: unknown) => void) => void
}

/**
 * Starts the Postgres that keeps its files below `dataDir`, or adopts it when it runs already: another
 * process of ours may use it, or it may have survived a process of ours that was killed.
 * @throws ConfigurationError when this machine or the data directory can't carry it
 */
export async function startEmbeddedPostgres(options: {
  dataDir: string
  settings?: Record<string, string>
}): Promise<EmbeddedPostgres> {
  const dataDir = makeDataDir(options.dataDir)
  const directory = join(dataDir, 'postgres')
  const paths = clusterPaths(directory)
  const lock = `${directory}.lock`

  return withFileLock(lock, lockWaitMs, async () => {
    const account = postgresAccount(paths.data)
    const binaries = findBinaries(account, dataDir)
    const cluster = { binaries, account, directory }
    if (!existsSync(directory)) await createCluster(binaries, account, directory)
    requireMajor(paths.data, binaries.major)

    const password = readFileSync(paths.password, 'utf8')
    const url = (port: number) => `postgres://${superuser}:${password}@127.0.0.1:${port}/postgres`
    const ensureRunning = async (port: number | null) => {
      for (;;) {
        const running = runningPort(paths.data)
        if (!running) return spawnServer(cluster, { port, settings: options.settings ?? {}, url })
        // It may just as well be about to stop as to start.
        const isThere = () => portOfServer(paths.data) === running
        if (await untilAccepting(url(running), 60_000, isThere)) return running
      }
    }
    const adopted = runningPort(paths.data) !== null
    // Those who use it look for it where it was, also when it was killed and we are the first to notice.
    const port = await ensureRunning(countUsers(paths.users) > 0 ? lastPort(paths.data) : null)

    const user = addUser(paths.users)
    let released = false
    const release = () => {
      released = true
      process.off('exit', release)
      withFileLockSync(lock, lockWaitMs, () => {
        if (removeUser(paths.users, user) === 0) stopServer(cluster)
      })
    }
    process.on('exit', release)
    const keepRunning = (onProblem: (what: string, error?: unknown) => void) => {
      const restart = () =>
        withFileLock(lock, lockWaitMs, async () => {
          const found = await ensureRunning(port)
          if (found !== port) throw new Error(`It runs on port ${found} instead of ${port}`)
        })
      void supervise(url(port), { isWanted: () => !released, restart, onProblem })
    }
    return { url: url(port), adopted, release, keepRunning }
  })
}

function makeDataDir(path: string): string {
  try {
    mkdirSync(path, { recursive: true, mode: 0o755 })
    accessSync(path, constants.R_OK | constants.W_OK | constants.X_OK)
  } catch (cause) {
    throw new ConfigurationError(
      `The data directory ${path} can’t be written to by the user who runs Sluice. Set DATA_DIR to another.`,
      { cause },
    )
  }
  return realpathSync(path)
}

function requireMajor(data: string, major: number): void {
  const found = readFileSync(join(data, 'PG_VERSION'), 'utf8').trim()
  if (found === `${major}`) return
  throw new ConfigurationError(
    `The database in ${data} was made by Postgres ${found}, and this version of Sluice brings Postgres ${major}.\n` +
      '  Go back to the version of Sluice that made it, or set DATA_DIR to another directory.',
  )
}
