import type { OrgContext } from '@/lib/auth/context'
import { roleIncludes } from '@/lib/auth/roles'
import type { Env } from '@/lib/env'

/** What the operator decided for all organizations, as their members may read it. */
export type Installation = {
  /** How long runs are kept after they ended. */
  retentionDays: number
  network: {
    httpsOnly: boolean
    /** Of the public internet; null for the usual ones. */
    ports: { first: number; last: number }[] | null
    /** As `host:port`; null for who may not see them. */
    exceptions: string[] | null
  }
  limits: {
    /** In each process. */
    callsOfOrganization: number
    callsToOneApi: number
    /** null for as many as it likes. */
    runsPerMinute: number | null
  }
}

type InstallationSettings = Pick<
  Env,
  'retentionDays' | 'egressAllow' | 'egressPorts' | 'concurrency' | 'rateLimits' | 'runsPerMinute'
>

/** The exceptions name machines inside of the network, so they are for admins only. */
export function describeInstallation(
  { role, egress }: Pick<OrgContext, 'role' | 'egress'>,
  settings: InstallationSettings,
): Installation {
  const { concurrency, egressAllow, egressPorts } = settings
  return {
    retentionDays: settings.retentionDays,
    network: {
      httpsOnly: egress.httpsOnly,
      ports: egressPorts.trim() === '' ? null : [...egress.ports],
      exceptions: roleIncludes(role, 'admin') ? targetsOf(egressAllow) : null,
    },
    limits: {
      callsOfOrganization: concurrency.perOrg,
      callsToOneApi: concurrency.perOriginOfOrg,
      runsPerMinute: settings.rateLimits ? settings.runsPerMinute : null,
    },
  }
}

/** Without the addresses that a name may have, which are for the operator. */
function targetsOf(egressAllow: string): string[] {
  return egressAllow.split(',').flatMap((entry) => entry.split('=', 1)[0]?.trim() || [])
}
