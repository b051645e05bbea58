'use client'

import Link from 'next/link'
import { useOrganization } from '@/components/shell/organization-context'
import { RelativeTime } from '@/components/ui/relative-time'
import type { FlowsOverview } from '@/lib/dashboard/flows-overview'
import { Figure } from './figure'

export function FlowsContent({ count, lastEdited }: FlowsOverview) {
  const { href } = useOrganization()
  return (
    <Figure value={count} href={href('/flows')} unit={count === 1 ? 'flow' : 'flows'}>
      {lastEdited ? (
        <>
          <Link
            href={href(`/flows/${lastEdited.id}`)}
            className="block truncate font-medium text-accent-ink hover:underline"
          >
            {lastEdited.name}
          </Link>
          edited <RelativeTime date={lastEdited.updatedAt} /> by {lastEdited.updatedBy}
        </>
      ) : (
        'A flow calls APIs step by step.'
      )}
    </Figure>
  )
}
