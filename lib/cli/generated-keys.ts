import { randomBytes } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { parseKeyRing } from '@/lib/vault/key-ring'
import { replaceFile } from './durable-file'
import { withFileLock, withFileLockSync } from './file-lock'

const lockWaitMs = 10_000

/** An entry of a key ring with a fresh key. */
export function newKeyEntry(id = newKeyId()): string {
  return `${id}:${randomBytes(32).toString('base64')}`
}

/**
 * Puts a fresh key in front of a generated ring, unless another process has put one there since the
 * caller looked. Servers that are running read the file before they seal, and when they meet the new id.
 * @param seen the primary key that the caller saw
 */
export async function addGeneratedKey(path: string, seen: string): Promise<void> {
  await withFileLock(lockOf(path), lockWaitMs, async () => {
    const text = readFileSync(path, 'utf8').trim()
    const { primary } = parseKeyRing(text, path)
    if (primary.id === seen) replaceFile(path, `${newKeyEntry()},${text}`)
  })
}

/** Takes a key that is not the primary one out of a generated ring. */
export function removeGeneratedKey(path: string, id: string): void {
  withFileLockSync(lockOf(path), lockWaitMs, () => {
    const entries = readFileSync(path, 'utf8').trim().split(',')
    replaceFile(path, entries.filter((entry) => entry.trim().split(':')[0] !== id).join(','))
  })
}

const lockOf = (path: string) => `${path}.lock`

/**
 * Not a number: each data directory would begin with the same ones, and a restored secret would seem to
 * belong to the key of that id that happens to be there.
 */
function newKeyId(): string {
  return `k${randomBytes(4).toString('hex')}`
}
