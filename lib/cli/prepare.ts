import { resolve } from 'node:path'
import pg from 'pg'
import { MigrationError, migrateDatabase } from '@/db/migrate'
import { ConfigurationError, parseSettings, type Settings } from '@/lib/env'
import { EgressPolicyError, parseEgressPolicy } from '@/lib/http/egress-policy'
import { createNameResolver } from '@/lib/http/resolve'
import { KeyRingError, parseKeyRing } from '@/lib/vault/key-ring'
import { untilAccepting } from './embedded-postgres/server-process'
import { type EmbeddedPostgres, startEmbeddedPostgres } from './embedded-postgres/start-embedded-postgres'
import { generatedSecrets, type Secrets } from './generated-secrets'
import { reasonOf } from './run-command'

/**
 * Reads the settings, and generates the secrets that the operator left to us. Both go back to the
 * environment, where `env()` finds them: the server that Next runs is in this process.
 * @throws ConfigurationError when a setting is wrong
 */
export function prepareSettings(): Settings & Secrets {
  const settings = parseSettings(process.env)
  const secrets = settings.databaseUrl ? givenSecrets(settings) : generatedSecrets(settings.dataDir, settings)
  try {
    parseKeyRing(secrets.encryptionKeys, secrets.encryptionKeysFile ?? undefined)
    const { egressAllow: allow, egressPorts: ports, egressHttpsOnly: httpsOnly } = settings
    parseEgressPolicy({ allow, ports, httpsOnly })
    createNameResolver({ servers: settings.egressDnsServers })
  } catch (error) {
    if (error instanceof KeyRingError || error instanceof EgressPolicyError) {
      throw new ConfigurationError(error.message)
    }
    throw error
  }
  process.env.DATA_DIR = resolve(settings.dataDir)
  process.env.AUTH_SECRET = secrets.authSecret
  process.env.ENCRYPTION_KEYS = secrets.encryptionKeys
  process.env.ENCRYPTION_KEYS_FILE = secrets.encryptionKeysFile ?? ''
  return { ...settings, ...secrets }
}

function givenSecrets({ authSecret, encryptionKeys }: Settings): Secrets {
  return { authSecret: authSecret ?? '', encryptionKeys: encryptionKeys ?? '', encryptionKeysFile: null }
}

/**
 * Starts or adopts the embedded database, or waits for the operator's, and migrates it. Afterwards
 * the environment holds the application's role and nothing of the owner's.
 * @returns the embedded database, when it is used
 */
export async function prepareDatabase(
  settings: Settings & { authSecret: string },
): Promise<EmbeddedPostgres | null> {
  const { embedded, ownerUrl } = await reachDatabase(settings)
  process.env.DATABASE_URL = await migrateDatabase(ownerUrl, settings.authSecret)
  return embedded
}

/**
 * The database as it is, of whatever version.
 * @returns the embedded one, when it is used, and the URL of the owner in any case
 */
export async function reachDatabase(
  settings: Settings,
): Promise<{ embedded: EmbeddedPostgres | null; ownerUrl: string }> {
  const embedded = settings.databaseUrl ? null : await startEmbeddedPostgres({ dataDir: settings.dataDir })
  const ownerUrl = settings.databaseUrl ?? (embedded && (await sluiceDatabaseUrl(embedded.url))) ?? ''
  try {
    await untilAccepting(ownerUrl, 30_000)
  } catch (cause) {
    const { hostname, port } = new URL(ownerUrl)
    throw new MigrationError(
      `The database at ${hostname}:${port || 5432} can’t be reached: ${reasonOf(cause)}`,
      { cause },
    )
  }
  return { embedded, ownerUrl }
}

async function sluiceDatabaseUrl(serverUrl: string): Promise<string> {
  const client = new pg.Client({ connectionString: serverUrl })
  await client.connect()
  try {
    const found = await client.query(`select from pg_database where datname = 'sluice'`)
    if (!found.rowCount) await client.query('create database sluice')
  } catch (error) {
    const madeByAnother = error instanceof pg.DatabaseError && ['42P04', '23505'].includes(error.code ?? '')
    if (!madeByAnother) throw error
  } finally {
    await client.end()
  }
  const url = new URL(serverUrl)
  url.pathname = 'sluice'
  return url.href
}
