import { mkdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
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

/**
 * The same for a process that is exiting. Nothing asynchronous runs in it any more, so what of its own
 * held the lock has come to its end.
 */
export function withFileLockSync<T>(path: string, waitMs: number, work: () => T): T {
  const deadline = Date.now() + waitMs
  if (holderOf(path) === processIdentity(process.pid)) rmSync(path, { force: true })
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
  const holder = holderOf(path)
  if (holder === null) return false // released meanwhile
  if (holder === '') return ageMs(path) > 10_000 // its maker died between making and writing it
  return !isAlive(holder)
}

/** Null when nobody holds it, empty when it is being written. */
function holderOf(path: string): string | null {
  try {
    const content = readFileSync(path, 'utf8')
    return content.endsWith('\n') ? content.trim() : ''
  } catch {
    return null
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
    if (ageMs(removing) > 60_000) rmSync(removing, { recursive: true, force: true })
    return
  }
  try {
    if (isStale(path)) rmSync(path, { force: true })
  } finally {
    rmSync(removing, { recursive: true, force: true })
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
