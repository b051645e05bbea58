import { useEffect } from 'react'
import { useOrganization } from '@/components/shell/organization-context'
import { createRecentIds } from '@/components/shell/recent-ids'

type Kind = 'flow' | 'endpoint'

const { useIds, remember } = createRecentIds('opened', 8)

/** How a flow or an endpoint is called in the palette. */
export function thingId(kind: Kind, id: string): string {
  return `${kind}/${id}`
}

/** What was opened last on this device, as `thingId` has it, newest first. */
export const useOpenedThings = useIds

/** Lets the palette offer what this page shows, for a way back. */
export function useRememberOpened(kind: Kind, id: string): void {
  const { slug } = useOrganization()
  useEffect(() => remember(slug, thingId(kind, id)), [slug, kind, id])
}
