import { spawnSync } from 'node:child_process'
import { readFileSync, statSync } from 'node:fs'
import { ConfigurationError } from '@/lib/env'

/** The user that Postgres runs as; null is the user that runs Sluice. */
export type Account = { uid: number; gid: number } | null

/**
 * Postgres refuses to run as root, so root lends it the owner of the database's files, `postgres`, or
 * `nobody`. A bare number would not do: Postgres looks its user up in /etc/passwd.
 */
export function postgresAccount(dataDirectory: string): Account {
  if (process.getuid?.() !== 0) return null
  const accounts = readFileSync('/etc/passwd', 'utf8')
    .split('\n')
    .map((line) => line.split(':'))
    .map(([name, , uid, gid]) => ({ name, uid: Number(uid) >>> 0, gid: Number(gid) >>> 0 }))
  const owner = statSync(dataDirectory, { throwIfNoEntry: false })
  const found =
    (owner && owner.uid !== 0 && accounts.find(({ uid }) => uid === owner.uid)) ||
    accounts.find(({ name }) => name === 'postgres') ||
    accounts.find(({ name }) => name === 'nobody')
  if (found) return { uid: found.uid, gid: found.gid }
  throw new ConfigurationError(
    'Postgres does not run as root, and this system has neither a user "postgres" nor "nobody".\n' +
      '  Run Sluice as an ordinary user, or set DATABASE_URL.',
  )
}

/** Options to spawn with: as the account, and without an environment that may hold our secrets. */
export function asAccount(account: Account, cwd: string) {
  const { NODE_ENV, SystemRoot } = process.env // the types want the one, Windows the other
  const env: NodeJS.ProcessEnv = { NODE_ENV, SystemRoot, PATH: '/usr/bin:/bin', LC_ALL: 'C', TZ: 'UTC' }
  return { cwd, env, ...account }
}

/** Whether the account can walk down to a directory, or run a file. */
export function canExecute(account: Account, path: string): boolean {
  if (process.platform === 'win32') return true
  return spawnSync('/bin/sh', ['-c', 'test -x "$1"', 'sh', path], asAccount(account, '/')).status === 0
}

/**
 * How to name the data directory to Postgres, which is spawned in it. Below a closed home directory
 * another user can't walk to it, but can stand in it: we get there before we give up being root, and
 * from then on Linux knows it by this name.
 */
export function dataArgument(account: Account, data: string): string {
  return account && process.platform === 'linux' && !canExecute(account, data) ? '/proc/self/cwd' : data
}
