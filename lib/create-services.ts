import { createDatabase } from '@/db/client'
import type { Env } from '@/lib/env'
import { createSender } from '@/lib/http/create-sender'
import { type OwnListener, parseEgressPolicy } from '@/lib/http/egress-policy'
import { log } from '@/lib/log'
import { createRateLimits, noRateLimits } from '@/lib/rate-limits'
import type { Services } from '@/lib/services'
import { createVault } from '@/lib/vault/create-vault'
import { parseKeyRing } from '@/lib/vault/key-ring'

export type ServicesConfig = Pick<
  Env,
  | 'port'
  | 'appUrl'
  | 'databaseUrl'
  | 'encryptionKeys'
  | 'egressAllow'
  | 'egressDnsServers'
  | 'egressHttpsOnly'
  | 'rateLimits'
>

/**
 * Makes the parts of a process: of the server, of a command, of a test.
 * @throws KeyRingError or EgressPolicyError for a configuration that can't be used
 */
export function createServices(config: ServicesConfig): Services {
  const vault = createVault(parseKeyRing(config.encryptionKeys))
  const egress = parseEgressPolicy({
    allow: config.egressAllow,
    httpsOnly: config.egressHttpsOnly,
    ownListeners: ownListeners(config),
  })
  const { db, pool } = createDatabase(config.databaseUrl, (err) =>
    log.warn({ err }, 'database connection lost'),
  )
  return {
    db,
    vault,
    egress,
    sender: createSender({ policy: egress, dnsServers: config.egressDnsServers }),
    rateLimits: config.rateLimits ? createRateLimits(pool) : noRateLimits,
  }
}

/** Sluice itself and its database; a flow may reach neither, whatever is allowed. */
function ownListeners({ port, appUrl, databaseUrl }: ServicesConfig): OwnListener[] {
  const app = new URL(appUrl)
  const database = new URL(databaseUrl)
  return [
    { host: '127.0.0.1', port },
    { host: app.hostname, port: Number(app.port) || (app.protocol === 'https:' ? 443 : 80) },
    ...(database.hostname === ''
      ? []
      : [{ host: database.hostname, port: Number(database.port) || 5432, resolves: true }]),
  ]
}
