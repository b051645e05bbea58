import { existsSync, mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { withFileLock, withFileLockSync } from './file-lock'
import { processIdentity } from './process-identity'

let directory: string
let path: string

beforeEach(() => {
  directory = mkdtempSync('.test/lock-')
  path = join(directory, 'lock')
})
afterEach(() => rmSync(directory, { recursive: true }))

describe('withFileLock', () => {
  it('lets one in at a time, and opens when the work is done or fails', async () => {
    let inside = 0
    const work = async () => {
      inside += 1
      expect(inside).toBe(1)
      await Promise.resolve()
      inside -= 1
    }
    await Promise.all(Array.from({ length: 5 }, () => withFileLock(path, 5_000, work)))
    await expect(withFileLock(path, 0, () => Promise.reject(new Error('failed')))).rejects.toThrow('failed')
    expect(existsSync(path)).toBe(false)
  })

  it('gives up on a lock whose holder lives', async () => {
    writeFileSync(path, `${processIdentity(process.ppid)}\n`)
    await expect(withFileLock(path, 60, () => Promise.resolve())).rejects.toThrow(path)
    expect(() => withFileLockSync(path, 60, () => undefined)).toThrow(path)
  })

  it('waits for nothing of its own when the process exits', async () => {
    await withFileLock(path, 5_000, () => {
      expect(withFileLockSync(path, 0, () => 'done')).toBe('done')
      return Promise.resolve()
    })
  })

  it('takes the lock of a process that died', async () => {
    writeFileSync(path, '999999999@1@gone\n')
    expect(await withFileLock(path, 5_000, () => Promise.resolve('done'))).toBe('done')
    writeFileSync(path, '999999999@1@gone\n')
    expect(withFileLockSync(path, 5_000, () => statSync(path).mode & 0o777)).toBe(0o600)
  })
})
