'use client'

import { Button } from '@/components/ui/button'
import { Popover } from '@/components/ui/popover'
import type { Endpoint } from '@/lib/endpoints/schema'
import { plural } from '@/lib/format'
import { cn } from '@/lib/utils'
import { EndpointUses } from './endpoint-uses'

/** How many flows use an endpoint, and on request which. */
export function UsedByButton({ endpoint, className }: { endpoint: Endpoint; className?: string }) {
  if (endpoint.usedBy === 0)
    return <span className={cn('inline-flex min-h-7 items-center text-muted', className)}>Unused</span>
  const count = plural(endpoint.usedBy, 'flow', 'flows')
  return (
    <Popover
      title={`Used by ${count}`}
      trigger={
        <Button
          size="sm"
          variant="ghost"
          aria-label={`${endpoint.name} is used by ${count}`}
          className={cn('-mx-2', className)}
        >
          {count}
        </Button>
      }
    >
      <EndpointUses endpointId={endpoint.id} />
    </Popover>
  )
}
