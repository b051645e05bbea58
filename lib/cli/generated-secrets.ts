import { randomBytes, randomUUID } from 'node:crypto'
import { chmodSync, existsSync, linkSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { ConfigurationError } from '@/lib/env'

export type Secrets = { authSecret: string; encryptionKeys: string }

/**
 * What the operator did not set, for the embedded database only: generated once, and kept in the data
 * directory where nobody but its owner can read it.
 * @throws ConfigurationError when the database has been used and the file of its keys is gone: new
 *   ones would make every stored secret unreadable for good
 */
export function generatedSecrets(
  dataDir: string,
  given: Partial<Record<keyof Secrets, string | null>>,
): Secrets {
  mkdirSync(dataDir, { recursive: true, mode: 0o755 })
  const keysPath = join(dataDir, 'encryption-keys')
  if (!given.encryptionKeys && !existsSync(keysPath) && existsSync(join(dataDir, 'postgres'))) {
    throw new ConfigurationError(
      `There is a database in ${dataDir}, but the keys that open its secrets are missing.\n` +
        `  Put ${keysPath} back, or set ENCRYPTION_KEYS to the keys that it was used with.`,
    )
  }
  return {
    authSecret: given.authSecret ?? readOrMake(join(dataDir, 'auth-secret'), () => random()),
    encryptionKeys: given.encryptionKeys ?? readOrMake(keysPath, () => `k1:${random()}`),
  }
}

const random = () => randomBytes(32).toString('base64')

/** Of several processes at once one makes the file, and all read the same. */
function readOrMake(path: string, make: () => string): string {
  if (!existsSync(path)) {
    const own = `${path}.${randomUUID()}`
    writeFileSync(own, make(), { mode: 0o600, flag: 'wx' })
    try {
      linkSync(own, path) // unlike a rename it doesn't replace another's
    } catch (error) {
      if (!existsSync(path)) throw error
    } finally {
      rmSync(own)
    }
  }
  chmodSync(path, 0o600)
  return readFileSync(path, 'utf8').trim()
}
