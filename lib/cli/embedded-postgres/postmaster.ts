import { spawnSync } from 'node:child_process'
import { readFileSync, readlinkSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { processIdentity } from '../process-identity'

/** The port of the server that runs on this data directory; null when none does. Changes nothing. */
export function portOfServer(dataDirectory: string): number | null {
  const [pid, , , port] = readPidFile(dataDirectory)?.map(Number) ?? []
  return pid && port && isServerOf(pid, dataDirectory) ? port : null
}

/**
 * The same. `postmaster.pid` outlives a killed server, and its number may belong to a zombie or to
 * another program by now: either would make Postgres refuse to start, so a stale file is removed.
 * Call it with the server's lock held, or it could be the file of a server that is just starting.
 */
export function runningPort(dataDirectory: string): number | null {
  const port = portOfServer(dataDirectory)
  if (port === null) rmSync(pidPath(dataDirectory), { force: true })
  return port
}

/** The port of the last server that ran on this data directory, however it ended. Postgres notes how it was started. */
export function lastPort(dataDirectory: string): number | null {
  const options = attempt(() => readFileSync(join(dataDirectory, 'postmaster.opts'), 'utf8'))
  const [, port] = /"-p" "(\d+)"/.exec(options ?? '') ?? []
  return port === undefined ? null : Number(port)
}

const pidPath = (dataDirectory: string) => join(dataDirectory, 'postmaster.pid')

function readPidFile(dataDirectory: string): string[] | null {
  return attempt(() => readFileSync(pidPath(dataDirectory), 'utf8').split('\n'))
}

function isServerOf(pid: number, dataDirectory: string): boolean {
  if (!processIdentity(pid)) return false
  if (process.platform === 'win32') return true // it has no cheap way to tell
  const command =
    process.platform === 'linux'
      ? (attempt(() => readFileSync(`/proc/${pid}/cmdline`, 'utf8')) ?? '')
      : spawnSync('ps', ['-o', 'command=', '-p', `${pid}`], { encoding: 'utf8' }).stdout
  if (!command.includes('postgres')) return false
  // The working directory tells it too when the checkout was moved under a running server, but in
  // many containers even root may not read another user's.
  return command.includes(dataDirectory) || attempt(() => readlinkSync(`/proc/${pid}/cwd`)) === dataDirectory
}

function attempt<T>(read: () => T): T | null {
  try {
    return read()
  } catch {
    return null
  }
}
