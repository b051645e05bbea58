import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { randomUUID } from 'node:crypto'
import { join } from 'node:path'
import { isAlive, processIdentity } from '../process-identity'

/**
 * Who uses the embedded server, one file each. The last to leave stops it, whoever started it: a web
 * process, a worker and an admin command come and go in any order, and some are killed.
 * Call all of these with the server's lock held.
 */
export function addUser(directory: string): string {
  mkdirSync(directory, { recursive: true, mode: 0o700 })
  const file = join(directory, randomUUID())
  writeFileSync(file, `${processIdentity(process.pid)}`, { mode: 0o600 })
  return file
}

/** @returns how many living users are left */
export function removeUser(directory: string, file: string): number {
  rmSync(file, { force: true })
  return countUsers(directory)
}

/** @returns how many of them live */
export function countUsers(directory: string): number {
  mkdirSync(directory, { recursive: true, mode: 0o700 })
  const users = readdirSync(directory).map((name) => join(directory, name))
  const dead = users.filter((user) => !isAlive(readFileSync(user, 'utf8')))
  for (const user of dead) rmSync(user, { force: true })
  return users.length - dead.length
}
