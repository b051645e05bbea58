import type { Env } from '@/lib/env'
import { type EgressPolicy, type OwnListener, parseEgressPolicy } from '@/lib/http/egress-policy'

export type EgressConfig = Pick<
  Env,
  'port' | 'appUrl' | 'metricsPort' | 'egressAllow' | 'egressPorts' | 'egressHttpsOnly'
> & {
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
    ports: config.egressPorts,
    httpsOnly: config.egressHttpsOnly,
    ownListeners: ownListeners(config),
  })
}

/** Sluice itself, its workers and its database; a flow may reach none of them, whatever is allowed. */
function ownListeners({ port, appUrl, metricsPort, databaseUrl }: EgressConfig): OwnListener[] {
  const app = new URL(appUrl)
  return [
    { host: '127.0.0.1', port },
    ...(metricsPort === null ? [] : [{ host: '127.0.0.1', port: metricsPort }]),
    { host: app.hostname, port: Number(app.port) || (app.protocol === 'https:' ? 443 : 80) },
    ...(databaseUrl === null ? [] : databaseListeners(new URL(databaseUrl))),
  ]
}

/** The driver lets `?host=` and `?port=` of the URL win over its authority; a path is a Unix socket. */
function databaseListeners({ hostname, port, searchParams }: URL): OwnListener[] {
  const host = searchParams.get('host') ?? hostname
  if (host === '' || host.startsWith('/')) return []
  return [{ host, port: Number(searchParams.get('port') ?? port) || 5432, resolves: true }]
}
