'use client'

import { useOrganization } from '@/components/shell/organization-context'
import { StatusBadge } from '@/components/ui/status-badge'
import type { EndpointsOverview } from '@/lib/dashboard/endpoints-overview'
import { plural } from '@/lib/format'
import { Figure } from './figure'

export function EndpointsContent({ count, failing, needsSecret }: EndpointsOverview) {
  const { href } = useOrganization()
  return (
    <Figure value={count} href={href('/endpoints')} unit={count === 1 ? 'endpoint' : 'endpoints'}>
      <span className="flex flex-wrap gap-x-4 gap-y-1">
        {failing > 0 && (
          <StatusBadge plain tone="danger">
            {plural(failing, 'fails its test', 'fail their tests')}
          </StatusBadge>
        )}
        {needsSecret > 0 && (
          <StatusBadge plain tone="warning">
            {plural(needsSecret, 'needs a secret', 'need a secret')}
          </StatusBadge>
        )}
        {failing + needsSecret === 0 &&
          (count === 0 ? 'An endpoint keeps an API connection for every flow.' : 'None needs attention.')}
      </span>
    </Figure>
  )
}
