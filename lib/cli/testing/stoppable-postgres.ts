import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import pg from 'pg'
import { postgresAccount } from '../embedded-postgres/account'
import { findBinaries } from '../embedded-postgres/binaries'
import { clusterPaths, createCluster, superuser } from '../embedded-postgres/create-cluster'
import { runningPort } from '../embedded-postgres/postmaster'
import { processIdentity } from '../process-identity'
import { spawnServer, stopServer } from '../embedded-postgres/server-process'

export type StoppablePostgres = {
  /** The superuser's, at the database `postgres`, on the same port after every start. */
  url: string
  start: () => Promise<void>
  /** In good order: clients are told, and connections end. */
  stop: () => void
  /** As when it is killed for want of memory. Resolves when it is gone. */
  kill: () => Promise<void>
  /** Stops it in its tracks, with its connections open: as one that hangs. */
  freeze: () => Promise<void>
  thaw: () => Promise<void>
  /** Runs a statement on a connection of its own. */
  query: (text: string, values?: unknown[]) => Promise<Record<string, unknown>[]>
  /** Stops it for good and removes its files. */
  remove: () => void
}

/** A Postgres of a test's own, to be stopped, killed and frozen. */
export async function startStoppablePostgres(): Promise<StoppablePostgres> {
  const dataDir = mkdtempSync(join(tmpdir(), 'sluice-postgres-'))
  const directory = join(dataDir, 'postgres')
  const { data, password } = clusterPaths(directory)
  const account = postgresAccount(data)
  const cluster = { binaries: findBinaries(account, dataDir), account, directory }
  await createCluster(cluster.binaries, account, directory)
  const secret = readFileSync(password, 'utf8')
  const urlOf = (port: number) => `postgres://${superuser}:${secret}@127.0.0.1:${port}/postgres`
  const spawn = (port?: number) => spawnServer(cluster, { port, settings: { fsync: 'off' }, url: urlOf })
  const port = await spawn()
  const url = urlOf(port)

  const postmaster = () => Number(readFileSync(join(data, 'postmaster.pid'), 'utf8').split('\n')[0])
  let frozen: number[] = []

  async function query(text: string, values: unknown[] = []): Promise<Record<string, unknown>[]> {
    const client = new pg.Client({ connectionString: url })
    client.on('error', () => {})
    await client.connect()
    try {
      return (await client.query<Record<string, unknown>>(text, values)).rows
    } finally {
      await client.end()
    }
  }

  return {
    url,
    query,
    async start() {
      runningPort(data) // removes what a killed one left
      await spawn(port)
    },
    stop: () => stopServer(cluster),
    async kill() {
      // Its children notice that it is gone, and until they have ended too nobody can take its place.
      const rows = await query('select pid from pg_stat_activity')
      process.kill(postmaster(), 'SIGKILL')
      while (rows.some(({ pid }) => processIdentity(Number(pid)) !== null)) await sleep(5)
    },
    async freeze() {
      const rows = await query(`select pid from pg_stat_activity where backend_type = 'client backend'`)
      frozen = [postmaster(), ...rows.map(({ pid }) => Number(pid))]
      for (const pid of frozen) signal(pid, 'SIGSTOP')
    },
    async thaw() {
      for (const pid of frozen) signal(pid, 'SIGCONT')
    },
    remove() {
      for (const pid of frozen) signal(pid, 'SIGCONT')
      stopServer(cluster)
      rmSync(dataDir, { recursive: true, force: true })
    },
  }
}

/** The connection that asked for the list is gone by the time its process is to be stopped. */
function signal(pid: number, name: NodeJS.Signals): void {
  try {
    process.kill(pid, name)
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'ESRCH')) throw error
  }
}
