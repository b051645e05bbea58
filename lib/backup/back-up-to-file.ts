import { randomUUID } from 'node:crypto'
import { existsSync } from 'node:fs'
import { open, rename, rm } from 'node:fs/promises'
import type pg from 'pg'
import { syncDirectory } from '@/lib/cli/durable-file'
import { BackupError, fileError } from './backup-error'
import type { Manifest } from './manifest'
import { type BackupOptions, writeBackup } from './write-backup'

/**
 * Makes a backup in a file that only its owner can read. The file has its name only when it is complete
 * and on the disk.
 * @throws BackupError
 */
export async function backUpToFile(
  client: pg.Client,
  path: string,
  options: BackupOptions,
): Promise<{ manifest: Manifest; bytes: number }> {
  if (existsSync(path)) {
    throw new BackupError('file_exists', `${path} exists already, and a backup replaces no file.`)
  }
  const half = `${path}.${randomUUID()}`
  try {
    const file = await open(half, 'wx', 0o600)
    try {
      const manifest = await writeBackup(client, (bytes) => file.appendFile(bytes), options)
      await file.sync()
      const { size } = await file.stat()
      await rename(half, path)
      syncDirectory(path)
      return { manifest, bytes: size }
    } finally {
      await file.close()
    }
  } catch (error) {
    await rm(half, { force: true })
    throw fileError(error, 'write', path)
  }
}
