'use client'

import { type ReactNode, useId } from 'react'
import { useOrganization } from '@/components/shell/organization-context'
import { Card, CardBody, CardHeader } from '@/components/ui/card'
import { useFormat } from '@/components/ui/use-format'
import { plural } from '@/lib/format'
import type { Installation } from '@/lib/organizations/describe-installation'

/** What the operator decided. It is here to be read, because people meet its limits. */
export function InstallationCard({ installation }: { installation: Installation }) {
  const { refusal } = useOrganization()
  const { list, number } = useFormat()
  const id = useId()
  const { retentionDays, network, limits } = installation
  return (
    <Card aria-labelledby={id}>
      <CardHeader
        id={id}
        title="Set by your operator"
        description="The same for every organization here. Ask whoever runs Sluice to change it."
      />
      <CardBody flush>
        <dl className="divide-y divide-line">
          <Fact name="Runs are kept">
            {plural(retentionDays, 'day', 'days')} after they ended, with what they sent and received.
          </Fact>
          <Fact name="Network policy">
            <p>
              Flows may call public addresses over {network.httpsOnly ? 'https only' : 'https and http'},{' '}
              {network.ports === null
                ? 'on the ports 80, 443 and 1024 to 65535, without those of other protocols.'
                : `on the ports ${list(network.ports.map(portText))}.`}
            </p>
            <p>Addresses inside of the operator’s own network are blocked, with the exceptions below.</p>
          </Fact>
          <Fact name="Exceptions">
            {network.exceptions === null ? (
              refusal('admin', 'see the exceptions')
            ) : network.exceptions.length === 0 ? (
              'None'
            ) : (
              <ul className="font-mono text-xs leading-5 break-all">
                {network.exceptions.map((target) => (
                  <li key={target}>{target}</li>
                ))}
              </ul>
            )}
          </Fact>
          <Fact name="Calls at once">
            {number(limits.callsOfOrganization)} in each process, {number(limits.callsToOneApi)} of them to
            one API. More wait for up to 5 s.
          </Fact>
          <Fact name="Runs per minute">
            {limits.runsPerMinute === null ? 'No limit' : number(limits.runsPerMinute)}
          </Fact>
        </dl>
      </CardBody>
    </Card>
  )
}

function Fact({ name, children }: { name: string; children: ReactNode }) {
  return (
    <div className="grid gap-x-6 gap-y-0.5 px-4 py-2.5 sm:grid-cols-[10rem_minmax(0,1fr)]">
      <dt className="text-muted">{name}</dt>
      <dd className="flex min-w-0 flex-col gap-1">{children}</dd>
    </div>
  )
}

function portText({ first, last }: { first: number; last: number }): string {
  return first === last ? `${first}` : `${first}–${last}`
}
