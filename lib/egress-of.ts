import type { Env } from '@/lib/env'
import { type EgressPolicy, type OwnListener, parseEgressPolicy } from '@/lib/http/egress-policy'

export type EgressConfig = Pick<Env, 'port' | 'appUrl' | 'egressAllow' | 'egressHttpsOnly'> & {
  /** Null when there is none to protect. */
  databaseUrl: string | null
}

/**
 * What flows of this installation may reach; the server and `egress check` share it.
 * @throws EgressPolicyError for a configuration that can't be used
 */
export function egressOf(config: EgressConfig): EgressPolicy {
  return parseEgressPolicy({
    allow: config.egressAllow,
    httpsOnly: config.egressHttpsOnly,
    ownListeners: ownListeners(config),
  })
}

/** Sluice itself and its database; a flow may reach neither, whatever is allowed. */
function ownListeners({ port, appUrl, databaseUrl }: EgressConfig): OwnListener[] {
  const app = new URL(appUrl)
  const database = databaseUrl === null ? null : new URL(databaseUrl)
  return [
    { host: '127.0.0.1', port },
    { host: app.hostname, port: Number(app.port) || (app.protocol === 'https:' ? 443 : 80) },
    ...(database?.hostname
      ? [{ host: database.hostname, port: Number(database.port) || 5432, resolves: true }]
      : []),
  ]
}
