import { randomUUID } from 'node:crypto'
import { closeSync, fsyncSync, openSync, renameSync, rmSync, writeSync } from 'node:fs'
import { dirname } from 'node:path'

/**
 * Replaces a file by one that only its owner can read. After a crash, of the machine too, there is the
 * old file or the new one, and never half of one.
 */
export function replaceFile(path: string, content: string): void {
  const half = writeSibling(path, content)
  try {
    renameSync(half, path)
  } catch (error) {
    rmSync(half, { force: true })
    throw error
  }
  syncDirectory(path)
}

/** Writes to a new file beside `path`. @returns its name */
export function writeSibling(path: string, content: string): string {
  const sibling = `${path}.${randomUUID()}`
  const file = openSync(sibling, 'wx', 0o600)
  try {
    writeSync(file, content)
    fsyncSync(file)
  } finally {
    closeSync(file)
  }
  return sibling
}

/** Makes the names in the directory of `path` as durable as what is in the files. */
export function syncDirectory(path: string): void {
  if (process.platform === 'win32') return // can't open a directory
  const directory = openSync(dirname(path), 'r')
  try {
    fsyncSync(directory)
  } finally {
    closeSync(directory)
  }
}
