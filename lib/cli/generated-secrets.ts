import { randomBytes } from 'node:crypto'
import {
  accessSync,
  chmodSync,
  constants,
  existsSync,
  linkSync,
  mkdirSync,
  readFileSync,
  rmSync,
} from 'node:fs'
import { join, resolve } from 'node:path'
import { ConfigurationError } from '@/lib/env'
import { syncDirectory, writeSibling } from './durable-file'
import { newKeyEntry } from './generated-keys'

export type Secrets = {
  authSecret: string
  encryptionKeys: string
  /** The file of the ring when it is a generated one. */
  encryptionKeysFile: string | null
}

type Given = { authSecret?: string | null; encryptionKeys?: string | null }

/**
 * What the operator did not set, for the embedded database only: generated once, and kept in the data
 * directory where nobody but its owner can read it.
 * @throws ConfigurationError when nothing can be written there, and when the database has been used and
 *   the file of its keys is gone: new ones would make every stored secret unreadable for good
 */
export function generatedSecrets(dataDir: string, given: Given): Secrets {
  makeDirectory(dataDir)
  const keysPath = resolve(dataDir, 'encryption-keys')
  if (!given.encryptionKeys && !existsSync(keysPath) && existsSync(join(dataDir, 'postgres'))) {
    throw new ConfigurationError(
      `There is a database in ${dataDir}, but the keys that open its secrets are missing.\n` +
        `  Put ${keysPath} back, or set ENCRYPTION_KEYS to the keys that it was used with.`,
    )
  }
  return {
    authSecret:
      given.authSecret ?? readOrMake(join(dataDir, 'auth-secret'), () => randomBytes(32).toString('base64')),
    encryptionKeys: given.encryptionKeys ?? readOrMake(keysPath, () => newKeyEntry()),
    encryptionKeysFile: given.encryptionKeys ? null : keysPath,
  }
}

function makeDirectory(dataDir: string): void {
  try {
    mkdirSync(dataDir, { recursive: true, mode: 0o755 })
    accessSync(dataDir, constants.W_OK)
  } catch (cause) {
    const why = cause instanceof Error ? cause.message : String(cause)
    throw new ConfigurationError(`DATA_DIR is ${dataDir}, and nothing can be written there: ${why}`, {
      cause,
    })
  }
}

/** Of several processes at once one makes the file, and all read the same. */
function readOrMake(path: string, make: () => string): string {
  if (!existsSync(path)) {
    const own = writeSibling(path, make())
    try {
      linkSync(own, path) // unlike a rename it doesn't replace another's
      syncDirectory(path)
    } catch (error) {
      if (!existsSync(path)) throw error
    } finally {
      rmSync(own)
    }
  }
  chmodSync(path, 0o600)
  return readFileSync(path, 'utf8').trim()
}
