import { randomBytes } from 'node:crypto'
import { chownSync, mkdirSync, readdirSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'
import { type Account, asAccount, dataArgument } from './account'
import type { Binaries } from './binaries'
import { runToEnd } from '../run-to-end'

/** What lies where in the folder of the embedded server. */
export const clusterPaths = (directory: string) => ({
  data: join(directory, 'data'),
  password: join(directory, 'password'),
  users: join(directory, 'users'),
  log: join(directory, 'server.log'),
})

export const superuser = 'sluice'

/**
 * Makes a database cluster with a random superuser password beside it. It gets its name only when it
 * is complete, so that a start that was killed half-way leaves nothing that looks finished.
 * Call it with the server's lock held.
 */
export async function createCluster(binaries: Binaries, account: Account, directory: string): Promise<void> {
  removeAbandoned(directory)
  const half = `${directory}.making-${process.pid}`
  const { data, password } = clusterPaths(half)
  mkdirSync(data, { recursive: true, mode: 0o700 })
  writeFileSync(password, randomBytes(24).toString('base64url'), { mode: 0o600 })
  if (account) for (const path of [half, data, password]) chownSync(path, account.uid, account.gid)
  await runToEnd(
    binaries.initdb,
    [
      ...['-D', dataArgument(account, data), '-U', superuser, '--pwfile', '../password'],
      ...['--auth=scram-sha-256', '-E', 'UTF8'],
      // Sorts the same on every system, whatever locales it has.
      ...['--locale-provider=builtin', '--builtin-locale=C.UTF-8', '--locale=C'],
    ],
    asAccount(account, data),
  )
  if (account) chownSync(password, 0, 0)
  renameSync(half, directory)
}

function removeAbandoned(directory: string): void {
  const parent = dirname(directory)
  for (const name of readdirSync(parent)) {
    if (name.startsWith(`${basename(directory)}.making-`)) rmSync(join(parent, name), { recursive: true })
  }
}
