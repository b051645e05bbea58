import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { roles } from '@/lib/auth/roles'
import { parseSettings } from '@/lib/env'
import { parseEgressPolicy } from '@/lib/http/egress-policy'
import { describeInstallation } from './describe-installation'

function describeFor(role: (typeof roles)[number], variables: Record<string, string> = {}) {
  const settings = parseSettings(variables)
  const { egressAllow: allow, egressPorts: ports, egressHttpsOnly: httpsOnly } = settings
  return describeInstallation({ role, egress: parseEgressPolicy({ allow, ports, httpsOnly }) }, settings)
}

describe('describeInstallation', () => {
  it('tells what holds when the operator said nothing', () => {
    expect(describeFor('admin')).toEqual({
      retentionDays: 30,
      network: { httpsOnly: false, ports: null, exceptions: [] },
      limits: { callsOfOrganization: 200, callsToOneApi: 100, runsPerMinute: null },
    })
  })

  it('tells what the operator set', () => {
    const variables = {
      RETENTION_DAYS: '7',
      EGRESS_HTTPS_ONLY: 'on',
      EGRESS_PORTS: '443, 8000-8999',
      EGRESS_ALLOW: '127.0.0.1:9000, billing.internal:8080=10.1.0.0/16,[fd00::1]:80',
      MAX_CALLS_PER_ORGANIZATION: '20',
      MAX_CALLS_PER_ORIGIN: '5',
      MAX_RUNS_PER_MINUTE: '60',
    }
    expect(describeFor('admin', variables)).toEqual({
      retentionDays: 7,
      network: {
        httpsOnly: true,
        ports: [
          { first: 443, last: 443 },
          { first: 8000, last: 8999 },
        ],
        exceptions: ['127.0.0.1:9000', 'billing.internal:8080', '[fd00::1]:80'],
      },
      limits: { callsOfOrganization: 20, callsToOneApi: 5, runsPerMinute: 60 },
    })
    const unlimited = describeFor('admin', { ...variables, RATE_LIMITS: 'off' })
    expect(unlimited.limits.runsPerMinute).toBeNull()
  })

  it('tells one target for each exception, in their order, and no address behind a name', () => {
    const port = fc.integer({ min: 1, max: 65_535 })
    const name = fc.stringMatching(/^[a-z]{1,8}\.corp$/)
    const entry = fc.oneof(
      fc
        .tuple(name, port)
        .map(([host, at]) => ({ text: `${host}:${at}=10.0.0.0/8`, shown: `${host}:${at}` })),
      fc.tuple(fc.ipV4(), port).map(([host, at]) => ({ text: `${host}:${at}`, shown: `${host}:${at}` })),
    )
    fc.assert(
      fc.property(fc.array(entry, { maxLength: 5 }), fc.constantFrom('', ' '), (entries, space) => {
        const variables = { EGRESS_ALLOW: entries.map(({ text }) => space + text + space).join(',') }
        const { exceptions } = describeFor('admin', variables).network
        expect(exceptions).toEqual(entries.map(({ shown }) => shown))
      }),
    )
  })

  it.each(['viewer', 'editor'] as const)(
    'keeps what is inside of the network from a member who is %s',
    (role) => {
      const told = JSON.stringify(describeFor(role, { EGRESS_ALLOW: 'billing.internal:8080=10.1.0.0/16' }))
      expect(told).toContain('"exceptions":null')
      expect(told).not.toMatch(/billing|10\.1/)
    },
  )
})
