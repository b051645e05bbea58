import { databaseUrlOf } from '@/db/app-role'
import { createDatabase } from '@/db/client'
import { createReads } from '@/lib/cache/create-reads'
import { egressOf } from '@/lib/egress-of'
import type { Env } from '@/lib/env'
import { createSender } from '@/lib/http/create-sender'
import { keyFileReader } from '@/lib/keys/key-file'
import { log } from '@/lib/log'
import { observeRunsPool } from '@/lib/metrics/metrics'
import { createRateLimits, noRateLimits } from '@/lib/rate-limits'
import { createRunQueue } from '@/lib/runs/run-queue'
import { createRunStore } from '@/lib/runs/store/create-run-store'
import type { Services } from '@/lib/services'
import { createVault, type Vault } from '@/lib/vault/create-vault'
import { parseKeyRing } from '@/lib/vault/key-ring'

export type ServicesConfig = Pick<
  Env,
  | 'port'
  | 'appUrl'
  | 'metricsPort'
  | 'databaseUrl'
  | 'authSecret'
  | 'encryptionKeys'
  | 'encryptionKeysFile'
  | 'egressAllow'
  | 'egressPorts'
  | 'egressDnsServers'
  | 'egressHttpsOnly'
  | 'concurrency'
  | 'rateLimits'
  | 'runsPerMinute'
>

/**
 * Makes the parts of a process: of the server, of a command, of a test.
 * @throws KeyRingError or EgressPolicyError for a configuration that can't be used
 */
export function createServices(config: ServicesConfig): Services {
  const egress = egressOf(config)
  const vault = vaultOf(config)
  const lost = (err: Error) => log.warn({ err }, 'database connection lost')
  const { db, pool } = createDatabase(config.databaseUrl, lost)
  const runsUrl = databaseUrlOf(config.databaseUrl, config.authSecret, 'runs')
  const { pool: runsPool } = createDatabase(runsUrl, lost, { maxConnections: 5 })
  observeRunsPool(db, runsPool)
  const runQueue = createRunQueue(runsPool)
  return {
    db,
    reads: createReads(db),
    vault,
    egress,
    sender: createSender({
      policy: egress,
      dnsServers: config.egressDnsServers,
      concurrency: config.concurrency,
    }),
    rateLimits: config.rateLimits ? createRateLimits(pool, config.runsPerMinute) : noRateLimits,
    runStore: createRunStore(runsPool, runQueue),
    runQueue,
  }
}

/** A generated ring may get another key while the process runs; one from the environment can't. */
function vaultOf({ encryptionKeys, encryptionKeysFile }: ServicesConfig): Vault {
  if (encryptionKeysFile === null) return createVault(parseKeyRing(encryptionKeys))
  const read = keyFileReader(encryptionKeysFile)
  return createVault(read(), read)
}
