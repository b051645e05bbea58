import { mkdirSync, readFileSync, rmdirSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { setTimeout as sleep } from 'node:timers/promises'
import { isAlive, processIdentity } from './process-identity'

const pollMs = 25

/** Runs `work` while no other process holds the lock file. A lock whose holder died counts as free. */
export async function withFileLock<T>(path: string, waitMs: number, work: () => Promise<T>): Promise<T> {
  const deadline = Date.now() + waitMs
  while (!tryAcquire(path)) {
    if (Date.now() > deadline) throw stillHeld(path)
    await sleep(pollMs)
  }
  try {
    return await work()
  } finally {
    rmSync(path, { force: true })
  }
}

/** The same for a process that is exiting, where nothing asynchronous runs any more. */
export function withFileLockSync<T>(path: string, waitMs: number, work: () => T): T {
  const deadline = Date.now() + waitMs
  const clock = new Int32Array(new SharedArrayBuffer(4))
  while (!tryAcquire(path)) {
    if (Date.now() > deadline) throw stillHeld(path)
    Atomics.wait(clock, 0, 0, pollMs)
  }
  try {
    return work()
  } finally {
    rmSync(path, { force: true })
  }
}

function tryAcquire(path: string): boolean {
  try {
    writeFileSync(path, `${processIdentity(process.pid)}\n`, { flag: 'wx', mode: 0o600 })
    return true
  } catch (error) {
    if (!isCode(error, 'EEXIST')) throw error
    if (isStale(path)) removeStale(path)
    return false
  }
}

function isStale(path: string): boolean {
  try {
    const content = readFileSync(path, 'utf8')
    if (content.endsWith('\n')) return !isAlive(content.trim())
    return ageMs(path) > 10_000 // its maker died between creating and writing it
  } catch {
    return false // released meanwhile
  }
}

/**
 * Two processes may find the same stale lock; if both removed it, the slower one would remove the
 * lock that the faster one has made since. So one at a time, judging again.
 */
function removeStale(path: string): void {
  const removing = `${path}.removing`
  try {
    mkdirSync(removing)
  } catch (error) {
    if (!isCode(error, 'EEXIST')) throw error
    if (ageMs(removing) > 10_000) rmSync(removing, { recursive: true, force: true })
    return
  }
  try {
    if (isStale(path)) rmSync(path, { force: true })
  } finally {
    rmdirSync(removing)
  }
}

function ageMs(path: string): number {
  const entry = statSync(path, { throwIfNoEntry: false })
  return entry ? Date.now() - entry.mtimeMs : 0
}

function stillHeld(path: string): Error {
  return new Error(`Another process still holds ${path}. If none is starting or stopping, remove that file.`)
}

function isCode(error: unknown, code: string): boolean {
  return error instanceof Error && 'code' in error && error.code === code
}
