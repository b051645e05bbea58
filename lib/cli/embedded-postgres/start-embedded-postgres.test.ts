import { once } from 'node:events'
import {
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  watch,
  writeFileSync,
} from 'node:fs'
import { createServer } from 'node:net'
import { homedir } from 'node:os'
import { join } from 'node:path'
import pg from 'pg'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { ConfigurationError } from '@/lib/env'
import { isAlive, processIdentity } from '../process-identity'
import { startEmbeddedPostgres } from './start-embedded-postgres'
import { type ServerUser, spawnUser, spawnUserProcess } from './testing/spawn-user'

let dataDir: string
let users: ServerUser[]

beforeEach(() => {
  dataDir = mkdtempSync('.test/postgres-')
  users = []
})
afterEach(async () => {
  await Promise.all(users.map((user) => user.leave()))
  rmSync(dataDir, { recursive: true })
})

async function use(mode?: 'keep-running'): Promise<ServerUser> {
  const user = await spawnUser(dataDir, mode)
  users.push(user)
  return user
}

async function query(url: string, text: string): Promise<Record<string, unknown>[]> {
  const client = new pg.Client({ connectionString: url })
  client.on('error', () => {}) // some of these tests stop the server
  await client.connect()
  try {
    return (await client.query<Record<string, unknown>>(text)).rows
  } finally {
    await client.end()
  }
}

const path = (...names: string[]) => join(dataDir, 'postgres', ...names)

/** Names the server's process in a way that no later process fits. */
function serverIdentity(): string {
  const pid = Number(readFileSync(path('data', 'postmaster.pid'), 'utf8').split('\n')[0])
  const identity = processIdentity(pid)
  if (!identity) throw new Error('The server is not running')
  return identity
}

async function killServer(signal: NodeJS.Signals = 'SIGKILL'): Promise<void> {
  const identity = serverIdentity()
  process.kill(Number.parseInt(identity, 10), signal)
  await expect.poll(() => isAlive(identity)).toBe(false)
}

describe('startEmbeddedPostgres', { timeout: 60_000 }, () => {
  it('makes a server that only this machine can reach, and only with the password', async () => {
    const { url } = await use()
    expect(statSync(path('password')).mode & 0o777).toBe(0o600)
    expect(await query(url, 'show listen_addresses')).toEqual([{ listen_addresses: '127.0.0.1' }])
    expect(await query(url, 'show unix_socket_directories')).toEqual([{ unix_socket_directories: '' }])
    expect(await query(url, 'show password_encryption')).toEqual([{ password_encryption: 'scram-sha-256' }])
    const wrong = new URL(url)
    wrong.password = 'wrong'
    await expect(query(wrong.href, 'select')).rejects.toThrow('password authentication failed')
  })

  it('keeps the data between two runs, and stops the server in between', async () => {
    const first = await use()
    await query(first.url, 'create table kept as select 42 as value')
    const server = serverIdentity()
    await first.leave()
    expect(isAlive(server)).toBe(false)
    const second = await use()
    expect(second.adopted).toBe(false)
    expect(await query(second.url, 'select value from kept')).toEqual([{ value: 42 }])
  })

  it('adopts the server of a process that was killed, and stops it in the end', async () => {
    const first = await use()
    const server = serverIdentity()
    await first.kill()
    expect(isAlive(server)).toBe(true)
    const second = await use()
    expect(second.adopted).toBe(true)
    expect(serverIdentity()).toBe(server)
    await second.leave()
    expect(isAlive(server)).toBe(false)
  })

  it('leaves the server to those who still use it', async () => {
    const starter = await use()
    const other = await use()
    const server = serverIdentity()
    await starter.leave()
    expect(await query(other.url, 'select 1 as one')).toEqual([{ one: 1 }])
    await other.leave()
    expect(isAlive(server)).toBe(false)
  })

  it('recovers the data of a server that was killed', async () => {
    const first = await use()
    await query(first.url, 'create table kept as select 42 as value')
    await killServer()
    const second = await use()
    expect(second.adopted).toBe(false)
    expect(await query(second.url, 'select value from kept')).toEqual([{ value: 42 }])
  })

  it.each([
    ['is killed', 'SIGKILL'],
    ['shuts down, for which it takes its time', 'SIGINT'],
  ] as const)(
    'starts the server again, as the process that keeps it running, when it %s',
    async (_, signal) => {
      const { url, leave } = await use('keep-running')
      await query(url, 'create table kept as select 42 as value')
      // Much that is still to be written, so that it refuses us for a while before it is gone.
      await query(url, 'create table much as select generate_series(1, 1000000)')
      await killServer(signal)
      const answer = () => query(url, 'select value from kept').catch(() => null)
      await expect.poll(answer, { timeout: 30_000 }).toEqual([{ value: 42 }])
      const second = serverIdentity()
      await leave()
      expect(isAlive(second)).toBe(false)
    },
  )

  it('starts a server that was killed where those who still use it look for it', async () => {
    const first = await use('keep-running')
    await query(first.url, 'create table kept as select 42 as value')
    first.freeze()
    await killServer()
    const second = await use()
    expect(second).toMatchObject({ adopted: false, url: first.url })
    const server = serverIdentity()
    first.thaw()
    expect(await query(first.url, 'select value from kept')).toEqual([{ value: 42 }])
    await second.leave()
    expect(serverIdentity()).toBe(server)
  })

  it('says so when another program has their port, and starts it there once the port is free', async () => {
    const { url } = await use()
    await killServer()
    const port = Number(new URL(url).port)
    const other = createServer((socket) => socket.destroy()).listen(port, '127.0.0.1')
    await once(other, 'listening')
    const start = () => startEmbeddedPostgres({ dataDir })
    await expect(start()).rejects.toThrow(ConfigurationError)
    await expect(start()).rejects.toThrow(`port ${port}`)
    other.close()
    await once(other, 'close')
    expect(await use()).toMatchObject({ adopted: false, url })
  })

  it('does not take another program for its server because it has the number', async () => {
    await (await use()).leave()
    writeFileSync(path('data', 'postmaster.pid'), `${process.pid}\n/elsewhere\n1\n5432\n\n127.0.0.1\n`)
    expect((await use()).adopted).toBe(false)
  })

  it('starts anew when it was killed while it made the database', async () => {
    const making = () => readdirSync(dataDir).find((name) => name.includes('.making-'))
    const watcher = watch(dataDir)
    const child = spawnUserProcess(dataDir)
    while (!making()) await once(watcher, 'change')
    watcher.close()
    child.kill('SIGKILL')
    await once(child, 'exit')
    expect(existsSync(path())).toBe(false)

    const { url } = await use()
    expect(await query(url, 'select 1 as one')).toEqual([{ one: 1 }])
    expect(making()).toBe(undefined)
  })

  it('makes one server for four that start at once', async () => {
    const all = await Promise.all([use(), use(), use(), use()])
    expect(all.filter(({ adopted }) => !adopted)).toHaveLength(1)
    expect(new Set(all.map(({ url }) => url)).size).toBe(1)
    const server = serverIdentity()
    await Promise.all(all.map((user) => user.leave()))
    expect(isAlive(server)).toBe(false)
  })

  it('refuses the database of another major version, and leaves it alone', async () => {
    await (await use()).leave()
    writeFileSync(path('data', 'PG_VERSION'), '17\n')
    await expect(startEmbeddedPostgres({ dataDir })).rejects.toThrow(ConfigurationError)
    await expect(startEmbeddedPostgres({ dataDir })).rejects.toThrow(/Postgres 17/)
  })

  it('refuses a data directory that is a file', async () => {
    const file = join(dataDir, 'file')
    writeFileSync(file, '')
    await expect(startEmbeddedPostgres({ dataDir: file })).rejects.toThrow(`${file} can’t be written to`)
  })

  it.runIf(process.getuid?.() === 0)(
    'works for root below a directory that is closed to others',
    async () => {
      const closed = mkdtempSync(join(homedir(), '.sluice-test-'))
      const user = await spawnUser(closed)
      try {
        expect(statSync(closed).mode & 0o077).toBe(0)
        expect(await query(user.url, 'select 1 as one')).toEqual([{ one: 1 }])
      } finally {
        await user.leave()
        rmSync(closed, { recursive: true })
      }
    },
  )
})
